package armfarm.controller.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class MetricsServerIT {
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile Optional<String> fault = Optional.empty();
    private final MetricsServer server =
            MetricsServer.start("127.0.0.1", 0, List.of(), FarmMetrics.of("store"), () -> fault);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void servesMetricsAndHealth() throws IOException, InterruptedException {
        HttpResponse<String> metrics = send("GET", "metrics");

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(metrics.body()).contains("armfarm_build_info{role=\"store\"", "jvm_threads_current ");
        assertThat(send("GET", "healthz").body()).isEqualTo("ok\n");
        assertThat(send("HEAD", "healthz").statusCode()).isEqualTo(200);
        assertThat(send("GET", "other").statusCode()).isEqualTo(404);
        assertThat(send("POST", "metrics").statusCode()).isEqualTo(405);
    }

    @Test
    void saysWhyTheProcessIsOfNoUse() throws IOException, InterruptedException {
        fault = Optional.of("the store refused a batch");

        HttpResponse<String> health = send("GET", "healthz");

        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).isEqualTo("the store refused a batch\n");
        fault = Optional.empty();
        assertThat(send("GET", "healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void namesThePortThatIsInUse() {
        int taken = server.uri().getPort();

        assertThatThrownBy(() -> MetricsServer.start(
                                "127.0.0.1", taken, List.of(), FarmMetrics.of("store"), Optional::empty)
                        .close())
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                .hasMessageContaining("127.0.0.1:" + taken)
                .hasMessageContaining("port is in use");
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(server.uri().resolve(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }
}
