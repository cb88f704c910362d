package armfarm.controller.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.cli.ArmfarmCommand;
import armfarm.cli.bags.ExportedBag;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.EpisodeStore;
import armfarm.messages.ArmId;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stored attempts over HTTP, with a real store behind. */
class GalleryIT {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final FakeFarm farm = new FakeFarm(InstantSource.fixed(Instant.EPOCH), 1, 10);
    private DashboardServer server;

    @TempDir
    private Path folder;

    /** A farm with the given store. */
    private FarmView view(Optional<EpisodeStore> store) {
        return new FarmView() {
            @Override
            public FarmStatusView status() {
                return farm.status();
            }

            @Override
            public Optional<ArmImage> latestImage(ArmId arm) {
                return farm.latestImage(arm);
            }

            @Override
            public Optional<EpisodeStore> store() {
                return store;
            }
        };
    }

    @Test
    void showsStoredAttemptsTheirImagesAndWhatWasAskedWrongly() {
        Path bag = folder.resolve("first.bag");
        Path data = folder.resolve("farm");
        List<GraspAttempt> attempts = ExportedBag.write(bag);
        assertThat(ArmfarmCommand.execute("bag", "import", bag.toString(), "--data", data.toString()))
                .isZero();

        StoreAccess.ask(data, store -> {
            server = DashboardServer.start(
                    DashboardServer.LOCAL_HOST, 0, List.of(), view(Optional.of(store)), InstantSource.system());
            try {
                ask(attempts);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                server.close();
            }
            return null;
        });
    }

    private void ask(List<GraspAttempt> attempts) throws IOException, InterruptedException {
        GraspAttempt attempt = attempts.get(0);
        String path = "/api/attempts/" + attempt.id();

        JsonNode all = json.readTree(get("/api/attempts", 200).body());
        JsonNode first = json.readTree(
                get("/api/attempts?limit=" + (attempts.size() - 1), 200).body());
        JsonNode none = json.readTree(
                get("/api/attempts?where=" + encoded("predicted > 2"), 200).body());
        JsonNode count = json.readTree(
                get("/api/attempts/count?where=" + encoded("arm=1"), 200).body());
        JsonNode one = json.readTree(get(path, 200).body());

        JsonNode causes = json.readTree(get("/api/attempts/causes?where=" + encoded("arm=1 or arm=2"), 200)
                .body());

        assertThat(causes.path("attempts").asInt()).isEqualTo(2);
        assertThat(causes.path("happened").toString())
                .isEqualTo("{\"held\":2,\"empty\":0,\"slipped\":0,\"blocked\":0,\"unknown\":0}");
        assertThat(causes.at("/expected/blocked").asDouble()).isCloseTo(0.2, within(1e-12));
        assertThat(causes.path("by_predicted_cause").findValuesAsText("predicted_cause"))
                .containsExactly("empty", "slipped", "blocked");
        assertThat(causes.at("/by_predicted_cause/1/happened/held").asInt()).isEqualTo(2);
        assertThat(all.path("attempts")).hasSize(attempts.size());
        assertThat(all.path("complete").asBoolean()).isTrue();
        assertThat(first.path("attempts")).hasSize(attempts.size() - 1);
        assertThat(first.path("complete").asBoolean(true)).isFalse();
        assertThat(none.path("attempts")).isEmpty();
        assertThat(count.path("count").asInt()).isEqualTo(2);
        assertThat(one.path("attempt").path("attempt_id").asText())
                .isEqualTo(attempt.id().toString());
        assertThat(one.path("frames")).hasSize(attempt.frames().size());
        assertThat(one.path("steps").get(0).path("cem_seed").isTextual()).isTrue();
        byte[] before = attempt.frames().stream()
                .filter(frame -> frame.kind() == FrameKind.STEP)
                .findFirst()
                .orElseThrow()
                .image()
                .bytes();
        HttpResponse<byte[]> image = http.send(
                HttpRequest.newBuilder(server.uri().resolve(path + "/images/before"))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(image.body()).isEqualTo(before);
        assertThat(image.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("immutable"));

        assertThat(get("/attempts/" + attempt.id(), 200).body()).contains("attempt.js");
        assertThat(get("/gallery.html", 200).body()).contains("gallery.js");
        assertThat(get("/api/attempts?where=" + encoded("outcome='sucess'"), 400)
                        .body())
                .contains("expected one of 'success'");
        assertThat(get("/api/attempts?limit=5000", 400).body()).contains("expected 1 to 1000");
        assertThat(get("/api/attempts?order=best", 400).body()).contains("newest, oldest or worst");
        assertThat(get(path + "/images/77", 404).body()).contains("has no image '77'");
        assertThat(get("/api/attempts/nonsense", 400).body()).contains("is not an attempt's id");
        assertThat(get("/api/attempts/01a20595-0219-7902-8017-3caebe61f632", 404)
                        .body())
                .contains("is not stored");
        saysSomething(path);
    }

    private void saysSomething(String path) throws IOException, InterruptedException {
        JsonNode labelled = json.readTree(
                post(path + "/labels", "{\"outcome\":\"failure\",\"by\":\"ann\",\"note\":\"slipped\"}", 200)
                        .body());
        JsonNode excluded = json.readTree(
                post(path + "/exclusion", "{\"excluded\":true,\"by\":\"ann\",\"reason\":\"blurred\"}", 200)
                        .body());
        JsonNode included = json.readTree(
                post(path + "/exclusion", "{\"excluded\":false,\"by\":\"bob\",\"reason\":\"it is fine\"}", 200)
                        .body());

        assertThat(labelled.path("attempt").path("outcome").asText()).isEqualTo("failure");
        assertThat(labelled.path("attempt").path("label_source").asText()).isEqualTo("human");
        JsonNode last = labelled.path("labels").get(labelled.path("labels").size() - 1);
        assertThat(last.path("labelled_by").asText()).isEqualTo("ann");
        assertThat(last.path("note").asText()).isEqualTo("slipped");
        assertThat(excluded.path("attempt").path("excluded").asBoolean()).isTrue();
        assertThat(included.path("attempt").path("excluded").asBoolean()).isFalse();
        assertThat(post(path + "/labels", "{\"outcome\":\"great\",\"by\":\"ann\"}", 400)
                        .body())
                .contains("expected success, failure or unknown");
        assertThat(post(path + "/labels", "{\"outcome\":\"success\"}", 400).body())
                .isEqualTo("{\"error\":\"by: found 'nothing', expected a text\"}");
        assertThat(post(path + "/labels", "nonsense", 400).body()).contains("not JSON");
        HttpResponse<String> form = http.send(
                HttpRequest.newBuilder(server.uri().resolve(path + "/labels"))
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"outcome\":\"success\",\"by\":\"other page\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(form.statusCode()).isEqualTo(400);
        assertThat(form.body()).contains("expected application/json");
    }

    private HttpResponse<String> post(String path, String body, int status) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(server.uri().resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(status);
        return response;
    }

    @Test
    void saysThatTheStoreIsNotOpenYet() throws IOException, InterruptedException {
        server = DashboardServer.start(
                DashboardServer.LOCAL_HOST, 0, List.of(), view(Optional.empty()), InstantSource.system());
        try {
            assertThat(get("/api/attempts", 503).body()).contains("starting or stopping");
        } finally {
            server.close();
        }
    }

    @Test
    void describesEveryRouteItServes() throws IOException, InterruptedException {
        server = DashboardServer.start(
                DashboardServer.LOCAL_HOST, 0, List.of(), view(Optional.empty()), InstantSource.system());
        try {
            JsonNode api = json.readTree(get("/api/openapi.json", 200).body());
            Set<String> described = new TreeSet<>();
            api.path("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .properties()
                            .forEach(method ->
                                    described.add(described(method.getKey(), path.getKey(), method.getValue()))));

            assertThat(api.path("openapi").asText()).startsWith("3.");
            assertThat(described)
                    .isEqualTo(server.routes().stream()
                            .map(route -> route.method().name().toLowerCase(Locale.ROOT) + " " + route.path() + " "
                                    + new TreeSet<>(route.parameters()))
                            .collect(Collectors.toCollection(TreeSet::new)));
        } finally {
            server.close();
        }
    }

    /** A route as the description has it; every name in braces has to be described as part of the path. */
    private static String described(String method, String path, JsonNode operation) {
        Set<String> query = new TreeSet<>();
        Set<String> inPath = new TreeSet<>();
        operation
                .path("parameters")
                .forEach(parameter -> ("query".equals(parameter.path("in").asText()) ? query : inPath)
                        .add(parameter.path("name").asText()));
        assertThat(inPath)
                .as(path)
                .containsExactlyInAnyOrderElementsOf(Pattern.compile("\\{(\\w+)}")
                        .matcher(path)
                        .results()
                        .map(name -> name.group(1))
                        .toList());
        return method + " " + path + " " + query;
    }

    @Test
    void everyErrorIsJsonAndNamesWhatWasWrong() throws IOException, InterruptedException {
        server = DashboardServer.start(
                DashboardServer.LOCAL_HOST, 0, List.of(), view(Optional.empty()), InstantSource.system());
        try {
            assertThat(error("GET", "/api/attempts?were=arm%3D3", 400))
                    .isEqualTo("parameter: found 'were', expected one of limit, order, where");
            assertThat(error("GET", "/api/status?verbose=1", 400))
                    .isEqualTo("parameter: found 'verbose', expected none");
            assertThat(error("GET", "/api/attempts/count?where=a&where=b", 400)).contains("expected one value");
            assertThat(error("GET", "/api/nothing", 404)).contains("/api/nothing");
            assertThat(error("DELETE", "/api/attempts", 405)).contains("GET");
            assertThat(error("GET", "/api/arms/arm_77/image", 404)).contains("arm_77");
            assertThat(error("GET", "/metrics", 404)).contains("no metrics");
            String path = "/api/attempts/01a20595-0219-7902-8017-3caebe61f632/labels";
            assertThat(postError(path, "null"))
                    .contains("body: found 'null', expected an object with by, note, outcome");
            assertThat(postError(path, "")).contains("body: found 'nothing'");
            assertThat(postError(path, "[]")).contains("expected an object");
            assertThat(postError(path, "{\"outcome\":null,\"by\":\"ann\"}"))
                    .isEqualTo("outcome: found 'null', expected a text");
            assertThat(postError(path, "{\"outcome\":1,\"by\":\"ann\"}"))
                    .isEqualTo("outcome: found '1', expected a text");
            assertThat(postError(path, "{\"outcome\":\"success\",\"outcome\":\"failure\",\"by\":\"ann\"}"))
                    .contains("Duplicate");
            assertThat(postError(path, "{\"outcome\":\"success\",\"by\":\"ann\"} {}"))
                    .contains("not JSON");
            assertThat(postError(path, "{\"outcome\":\"success\",\"by\":\"ann\",\"remark\":\"x\"}"))
                    .isEqualTo("member: found 'remark', expected one of by, note, outcome");
        } finally {
            server.close();
        }
    }

    private String error(String method, String path, int status) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(server.uri().resolve(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonNode body = json.readTree(response.body());
        assertThat(body.size()).isEqualTo(1);
        return body.path("error").asText();
    }

    private String postError(String path, String body) throws IOException, InterruptedException {
        return json.readTree(post(path, body, 400).body()).path("error").asText();
    }

    private HttpResponse<String> get(String path, int status) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(server.uri().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(status);
        return response;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
