package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a running farm tells Prometheus. */
@Tag("sim")
class FarmMetricsIT {
    private static final Pattern PAGE = Pattern.compile("page +(http://\\S+/)");
    private static final Pattern SUCCESS =
            Pattern.compile("armfarm_attempts_total\\{arm=\"arm_\\d\",outcome=\"(?:success|failure)\"} (\\d+)\\.0");

    @TempDir
    Path temp;

    @Test
    @Timeout(value = 240, unit = TimeUnit.SECONDS)
    void aRunningFarmTellsWhatItDoesAndPromtoolAcceptsIt() throws IOException, InterruptedException {
        FarmProcess farm = FarmProcess.start(
                temp, "up", "--arms", "2", "--data", temp.resolve("data").toString());
        try {
            farm.awaitErr("Ctrl-C stops.", 120);
            URI metrics = pageOf(farm).resolve("metrics");

            String text = scrape(metrics);
            while (attempts(text) < 10) {
                farm.awaitMilliseconds(500);
                text = scrape(metrics);
            }

            assertThat(text.lines())
                    .anyMatch(line -> line.matches("armfarm_event_to_commit_seconds_count [1-9]\\d*"))
                    .anyMatch(line -> line.matches("armfarm_attempts_begun_total\\{arm=\"arm_2\"} [1-9].*"))
                    .anyMatch(line -> line.matches("armfarm_ingest_records_total [1-9].*"))
                    .anyMatch(line -> line.matches("armfarm_events_sent_total [1-9].*"))
                    .anyMatch(line -> line.matches("jvm_gc_collection_seconds_count\\{.*} \\d+"))
                    .contains("armfarm_problem 0.0", "armfarm_model_round 0.0", "armfarm_events_failed_total 0.0");
            assertPromtoolAccepts(text);
        } finally {
            farm.terminate();
            farm.awaitExit(20);
        }
    }

    private static void assertPromtoolAccepts(String text) throws IOException, InterruptedException {
        String promtool = System.getenv().getOrDefault("ARMFARM_PROMTOOL", "promtool");
        Process check;
        try {
            check = new ProcessBuilder(promtool, "check", "metrics")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort(
                    "promtool is not installed, so that only our own look at the metrics was made; ./check gets it"
                            + " from Debian's package prometheus, or name one with ARMFARM_PROMTOOL");
            return;
        }
        try (var input = check.getOutputStream()) {
            input.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
        assertThat(said).isBlank();
    }

    private static URI pageOf(FarmProcess farm) {
        Matcher matcher = PAGE.matcher(farm.err());
        assertThat(matcher.find()).as(farm.err()).isTrue();
        return URI.create(matcher.group(1));
    }

    private static long attempts(String text) {
        return SUCCESS.matcher(text)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    private static String scrape(URI metrics) throws IOException, InterruptedException {
        var answer =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        return answer.body();
    }
}
