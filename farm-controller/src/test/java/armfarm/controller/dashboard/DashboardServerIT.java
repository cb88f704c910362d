package armfarm.controller.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DashboardServerIT {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private volatile Instant now = START;
    private final InstantSource clock = () -> now;
    private final FakeFarm farm = new FakeFarm(clock, 4, 2000);
    private DashboardServer server;

    @BeforeEach
    void startServer() {
        server = DashboardServer.start(DashboardServer.LOCAL_HOST, 0, List.of(), farm, clock);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void servesThePageAndItsFilesFromTheClassPath() throws IOException, InterruptedException {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Armfarm</title>").doesNotContain("http://", "https://");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'self'"));
        assertThat(get("/vendor/uplot/dist/uPlot.esm.js").body()).contains("export { uPlot as default }");
        assertThat(get("/main.js").headers().firstValue("Content-Type")).hasValue("text/javascript");
        assertThat(get("/healthz").body()).isEqualTo("ok\n");
        assertThat(get("/no-such-file").statusCode()).isEqualTo(404);
    }

    @Test
    void tellsTheStatusAsPlainJson() throws IOException, InterruptedException {
        JsonNode status = json.readTree(get("/api/status").body());

        assertThat(status.at("/attempts/total").asLong()).isEqualTo(2000);
        assertThat(status.at("/attempts/target").asLong()).isEqualTo(6000);
        assertThat(status.at("/random/rate").asDouble()).isEqualTo(0.19);
        assertThat(status.at("/random/low").asDouble()).isBetween(0.15, 0.16);
        assertThat(status.at("/models/0/validationAuc").asDouble()).isEqualTo(0.74);
        assertThat(status.at("/models/0/reason").asText()).startsWith("replaced by m0002");
        assertThat(status.at("/models/0/prediction/minusAchieved").asDouble()).isCloseTo(0.24, within(0.01));
        assertThat(status.at("/models/0/prediction/tooConfident").asBoolean()).isTrue();
        assertThat(status.at("/models/1/prediction/tooConfident").asText()).isEqualTo("false");
        assertThat(status.at("/arms/3/success/rate").isNull()).isTrue();
        assertThat(status.at("/arms/3/imageAgeSeconds").isNull()).isTrue();
        assertThat(status.at("/arms/0/id").asText())
                .as("who needs a person comes first")
                .isEqualTo("arm_2");
        assertThat(status.at("/arms/0/state").asText()).isEqualTo("fault");
        assertThat(status.at("/arms/0/reason").asText()).contains("check the camera node");
        assertThat(status.at("/arms/0/ageSeconds").asDouble()).isEqualTo(180.0);
        assertThat(status.at("/arms/1/state").asText()).isEqualTo("practising");
        assertThat(status.at("/phase").asText()).isEqualTo("practising");
        assertThat(status.at("/problem").asText()).startsWith("arm_2 needs a person: No image from");
        assertThat(status.at("/notices/0/kind").asText()).isEqualTo("arm_fault");
        assertThat(status.at("/notices/0/urgency").asText()).isEqualTo("person");
        assertThat(status.at("/components/0/name").asText()).isEqualTo("PostgreSQL");
        assertThat(status.at("/components/0/state").asText()).isEqualTo("running");
        assertThat(status.at("/components/0/ageSeconds").asDouble()).isEqualTo(0.0);
        assertThat(status.at("/arms/0/imageAgeSeconds").asDouble()).isEqualTo(12.0);
        assertThat(status.at("/arms/0/imageUrl").asText())
                .isEqualTo(
                        "/api/arms/arm_2/image?stamp=" + START.minusSeconds(12).toEpochMilli());
    }

    @Test
    void sendsTheNewestImageWithItsAgeAndSkipsAKnownOne() throws IOException, InterruptedException {
        HttpResponse<byte[]> first = http.send(request("/api/arms/arm_2/image").build(), BodyHandlers.ofByteArray());
        String tag = first.headers().firstValue("ETag").orElseThrow();

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(first.headers().firstValue("X-Image-Age")).hasValue("12.0");
        assertThat(first.body())
                .isEqualTo(farm.latestImage(new ArmId("arm_2"))
                        .orElseThrow()
                        .image()
                        .bytes());

        now = START.plusMillis(500);
        HttpResponse<byte[]> again = http.send(
                request("/api/arms/arm_2/image").header("If-None-Match", tag).build(), BodyHandlers.ofByteArray());

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.headers().firstValue("X-Image-Age")).hasValue("12.5");
        assertThat(again.body()).isEmpty();
    }

    @Test
    void saysThatThereIsNoImage() throws IOException, InterruptedException {
        assertThat(get("/api/arms/arm_4/image").statusCode()).isEqualTo(404);
        assertThat(get("/api/arms/arm_99/image").statusCode()).isEqualTo(404);
        assertThat(get("/api/arms/%3Cb%3E/image").statusCode()).isEqualTo(404);
        assertThat(get("/api/arms/%3Cb%3E/image").headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).isEqualTo("application/json"));
    }

    @Test
    void streamsTheStatusAtOnceAndThenAgain() throws IOException, InterruptedException {
        try (BufferedReader events = openEvents()) {
            assertThat(nextEvent(events, "status").at("/attempts/total").asLong())
                    .isEqualTo(2000);

            now = START.plusSeconds(10);

            assertThat(nextEvent(events, "status").at("/attempts/total").asLong())
                    .isEqualTo(2040);
        }
    }

    @Test
    void staysConnectedWhileTheFarmCannotTell() throws IOException, InterruptedException {
        try (BufferedReader events = openEvents()) {
            nextEvent(events, "status");

            farm.breakWith(new IllegalStateException("store closed"));
            assertThat(readUntil(events, "event: trouble")).isEqualTo("event: trouble");
            assertThat(events.readLine()).isEqualTo("data: store closed");

            farm.breakWith(null);
            assertThat(nextEvent(events, "status").at("/farmName").asText()).isEqualTo(FakeFarm.HOSTILE_NAME);
        }
    }

    @Test
    void keepsServingOthersWhileOneReadsNothing() throws IOException, InterruptedException {
        try (Socket lazy = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            lazy.setReceiveBufferSize(1024);
            lazy.getOutputStream()
                    .write("GET /api/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            try (BufferedReader events = openEvents()) {
                for (int i = 0; i < 4; i++) {
                    assertThat(nextEvent(events, "status").has("arms")).isTrue();
                }
            }
        }
    }

    @Test
    void namesThePortThatIsInUse() {
        int taken = server.port();

        assertThatThrownBy(() -> DashboardServer.start(DashboardServer.LOCAL_HOST, taken, List.of(), farm, clock)
                        .close())
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                .hasMessageContaining("127.0.0.1:" + taken)
                .hasMessageContaining("--port");
    }

    @Test
    void stopsAtOnceWithOpenStreams() throws IOException, InterruptedException {
        try (BufferedReader events = openEvents()) {
            nextEvent(events, "status");
            Instant before = Instant.now();

            server.close();

            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
            assertThat(readUntil(events, "never sent")).isNull();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.uri().resolve(path)).timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private BufferedReader openEvents() throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(
                request("/api/events").header("Accept", "text/event-stream").build(), BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private JsonNode nextEvent(BufferedReader events, String name) throws IOException {
        assertThat(readUntil(events, "event: " + name)).isNotNull();
        String data = events.readLine();
        assertThat(data).startsWith("data: ");
        return json.readTree(data.substring("data: ".length()));
    }

    /** The line, or null if the stream ended before it came. */
    private static String readUntil(BufferedReader events, String wanted) {
        try {
            String line = events.readLine();
            while (line != null && !line.equals(wanted)) {
                line = events.readLine();
            }
            return line;
        } catch (IOException e) { // closed by the server in the middle of a chunk
            return null;
        }
    }
}
