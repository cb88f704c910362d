package armfarm.controller.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.http.SafeHeaders;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.controller.metrics.MetricsServer;
import armfarm.messages.ArmId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers may send to the farm's web servers, over real connections. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GuardIT {
    private static final String LABELS = "/api/attempts/01a20595-0219-7902-8017-3caebe61f632/labels";

    private final FakeFarm farm = new FakeFarm(Clock.systemUTC(), 2, 100);
    private final CountDownLatch slowAnswers = new CountDownLatch(1);
    private volatile boolean slow;
    private final DashboardServer server = DashboardServer.start(
            DashboardServer.LOCAL_HOST, 0, List.of("farm.lab.example"), view(), Clock.systemUTC());
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<RawRequest> open = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        slowAnswers.countDown();
        for (RawRequest request : open) {
            request.close();
        }
        server.close();
    }

    private FarmView view() {
        return new FarmView() {
            @Override
            public FarmStatusView status() {
                if (slow) {
                    try {
                        assertThat(slowAnswers.await(60, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
                return farm.status();
            }

            @Override
            public Optional<ArmImage> latestImage(ArmId arm) {
                return farm.latestImage(arm);
            }

            @Override
            public Optional<FarmMetrics> metrics() {
                return Optional.of(FarmMetrics.of("test"));
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 200})
    void bodiesThatComeSlowlyDoNotKeepHealthOrPageWaiting(int connections) throws IOException, InterruptedException {
        for (int i = 0; i < connections; i++) {
            open.add(RawRequest.send(
                    server.port(),
                    "POST " + LABELS + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 500\r\n\r\n{"));
        }

        assertThat(secondsToAnswer(server.uri().resolve("healthz"))).isLessThan(2);
        assertThat(secondsToAnswer(server.uri().resolve("api/status"))).isLessThan(2);
        HttpResponse<String> label = http.send(
                HttpRequest.newBuilder(server.uri().resolve(LABELS))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"outcome\":\"great\"}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(label.body()).contains("outcome: found 'great'");
    }

    @Test
    void aProcessWithoutAPageAnswersHealthUnderSlowRequestsToo() throws IOException, InterruptedException {
        try (MetricsServer metrics =
                MetricsServer.start("127.0.0.1", 0, List.of(), FarmMetrics.of("store"), Optional::empty)) {
            int port = metrics.uri().getPort();
            for (int i = 0; i < 40; i++) {
                open.add(RawRequest.send(
                        port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nx"));
                open.add(RawRequest.send(port, "GET /healthz HTTP/1.1\r\nHost: loc"));
            }

            assertThat(secondsToAnswer(metrics.uri().resolve("healthz"))).isLessThan(2);
            assertThat(RawRequest.ask(port, closing("GET /metrics", "Host: evil.example")))
                    .startsWith("HTTP/1.1 421 ");
            assertThat(RawRequest.ask(port, closing("GET /metrics", "Host: 10.1.2.3:9400")))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(RawRequest.ask(port, closing("GET /metrics?name=x", "Host: localhost")))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void slowAnswersDoNotKeepHealthWaiting() throws IOException, InterruptedException {
        slow = true;
        List<CompletableFuture<HttpResponse<String>>> questions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            questions.add(http.sendAsync(
                    HttpRequest.newBuilder(server.uri().resolve("api/status")).build(), BodyHandlers.ofString()));
        }
        long refused = 0;
        while (refused < 60 - 20) {
            refused = questions.stream().filter(CompletableFuture::isDone).count();
            boolean unused = slowAnswers.await(1, TimeUnit.MILLISECONDS); // an endless wait can be interrupted here
        }

        assertThat(secondsToAnswer(server.uri().resolve("healthz"))).isLessThan(2);
        assertThat(secondsToAnswer(server.uri().resolve("metrics"))).isLessThan(2);
        slowAnswers.countDown();
        List<Integer> answers =
                questions.stream().map(question -> question.join().statusCode()).toList();
        assertThat(answers.stream().filter(status -> status == 200).count()).isEqualTo(20);
        assertThat(answers.stream().filter(status -> status == 503).count()).isEqualTo(40);
    }

    @Test
    void aBodyThatNeverEndsIsGivenUpAndOneThatIsTooLongIsRefused() throws IOException {
        String head = "POST " + LABELS + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        Instant start = Instant.now();

        assertThat(RawRequest.ask(server.port(), head + "Content-Length: 3000000\r\n\r\n{"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(RawRequest.ask(
                        server.port(),
                        head + "Transfer-Encoding: chunked\r\n\r\n20000\r\n" + "x".repeat(0x20000) + "\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(Duration.between(start, Instant.now()))
                .isLessThan(Duration.ofSeconds(10)); // before a body is given up
        assertThat(RawRequest.ask(server.port(), head + "Content-Length: 500\r\n\r\n{"))
                .startsWith("HTTP/1.1 408 ")
                .contains("not whole within 10 s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/main.js",
                "/gallery.html",
                "/attempts/x",
                "/api/status",
                "/api/events",
                "/api/attempts",
                "/api/arms/arm_1/image",
                "/vendor/uplot/dist/uPlot.esm.js",
                "/metrics",
                "/healthz",
                "/no-such-file"
            })
    void aForeignNameOrPageIsAnsweredNothing(String path) throws IOException {
        String evil = RawRequest.ask(server.port(), closing("GET " + path, "Host: evil.example:" + server.port()));
        String absolute = RawRequest.ask(
                server.port(),
                closing("GET http://evil.example:" + server.port() + path, "Host: evil.example:" + server.port()));
        String contradicting =
                RawRequest.ask(server.port(), closing("GET http://evil.example" + path, "Host: localhost"));
        String page = RawRequest.ask(
                server.port(),
                closing(
                        "GET " + path,
                        "Host: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image"));

        assertThat(evil)
                .startsWith("HTTP/1.1 421 ")
                .contains("{\"error\":\"Host: found 'evil.example:")
                .contains("page.hosts");
        assertThat(absolute).startsWith("HTTP/1.1 421 ");
        assertThat(contradicting).startsWith("HTTP/1.1 400 ");
        assertThat(page).startsWith("HTTP/1.1 403 ").contains("expected same-origin");
    }

    @Test
    void aLabelFromAnotherOriginIsRefusedWhateverItSends() throws IOException {
        String body = "{\"outcome\":\"success\",\"by\":\"evil\"}";
        for (String header : List.of(
                "Host: evil.example",
                "Host: localhost\r\nOrigin: http://evil.example",
                "Host: localhost\r\nOrigin: null",
                "Host: localhost\r\nSec-Fetch-Site: same-site",
                "Host: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document")) {
            String answer = RawRequest.ask(
                    server.port(),
                    closing(
                                    "POST " + LABELS,
                                    header + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length())
                            + body);
            assertThat(answer).as(header).matches("(?s)HTTP/1.1 (403|421) .*");
        }
        assertThat(RawRequest.ask(
                        server.port(),
                        closing(
                                        "POST " + LABELS,
                                        "Host: localhost\r\nContent-Type: application/jsonp\r\nContent-Length: "
                                                + body.length())
                                + body))
                .startsWith("HTTP/1.1 400 ")
                .contains("expected application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.42.0.7:9400", "localhost:8080", "farm.lab.example", "[::1]:9400"})
    void probesAndPrometheusReachItByAddressAndPeopleByConfiguredName(String host) throws IOException {
        for (String path : List.of("/healthz", "/metrics", "/")) {
            assertThat(RawRequest.ask(server.port(), closing("GET " + path, "Host: " + host)))
                    .startsWith("HTTP/1.1 200 ");
        }
        assertThat(RawRequest.ask(server.port(), "GET /healthz HTTP/1.0\r\n\r\n"))
                .contains(" 200 OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /api/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /no-such-file HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /%2e%2e/secret HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /a;b/..;/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void everyAnswerCarriesTheSafeHeaders(String request) throws IOException {
        String answer = RawRequest.ask(server.port(), request);

        SafeHeaders.ALL.keySet().stream()
                .filter(name -> !name.equals("Cache-Control"))
                .forEach(name ->
                        assertThat(answer).containsIgnoringCase("\r\n" + name + ": " + SafeHeaders.ALL.get(name)));
        assertThat(answer).doesNotContain("Jetty");
        if (!answer.startsWith("HTTP/1.1 200")) {
            assertThat(answer).contains("{\"error\":\"");
        }
    }

    private static String closing(String request, String headers) {
        return request + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n";
    }

    private double secondsToAnswer(URI address) throws IOException, InterruptedException {
        Instant start = Instant.now();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }
}
