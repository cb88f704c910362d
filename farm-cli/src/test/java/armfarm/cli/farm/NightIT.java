package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ingest.ArmEventsTopic;
import armfarm.ingest.AttemptPublisher;
import armfarm.ingest.IngestConfig;
import armfarm.ingest.broker.BrokerProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands record and replay-night, with a real farm. */
@Tag("sim")
class NightIT {
    @TempDir
    Path temp;

    @Test
    void recordsARunningFarmAndReplaysItWithFaults() throws IOException {
        Path data = temp.resolve("farm");
        Path config = Files.write(
                temp.resolve("farm.yaml"), List.of("evaluation: {attempts: 0}", "learning: {random_attempts: 100000}"));
        FarmProcess farm = FarmProcess.start(
                temp, "up", "--arms", "2", "--data", data.toString(), "--config", config.toString(), "--json");
        farm.awaitErr("Ctrl-C stops.", 120);
        Path night = temp.resolve("night");
        Path killed = temp.resolve("killed");
        FarmProcess victim = record(killed, data);
        FarmProcess recorder = record(night, data, "--until", "attempts=30", "--json");
        FarmProcess toTheEnd = record(temp.resolve("whole"), data, "--from-start", "--json");

        assertThat(recorder.awaitExit(120)).as(recorder.err()).isZero();
        victim.kill();
        toTheEnd.awaitErr("Ctrl-C stops.", 60);
        farm.terminate();
        assertThat(farm.awaitExit(30)).as(farm.err()).isZero();
        assertThat(toTheEnd.awaitExit(30)).as(toTheEnd.err()).isZero();

        JsonNode recorded = recorder.json();
        assertThat(recorded.path("attempts").asLong()).isBetween(30L, 32L);
        assertThat(recorded.path("open_attempts").asLong()).isZero();
        assertThat(recorded.path("lost").asLong()).isZero();
        assertThat(toTheEnd.json().path("attempts").asLong())
                .as("all the farm stored")
                .isEqualTo(farm.json().path("stored").asLong());
        FarmProcess afterwards = record(temp.resolve("afterwards"), data, "--from-start", "--json");
        assertThat(afterwards.awaitExit(60)).as(afterwards.err()).isZero();
        assertThat(afterwards.json().path("events")).isEqualTo(toTheEnd.json().path("events"));

        JsonNode replayed = replay(0, night, "--speed", "10", "--faults", "11");
        assertThat(replayed.path("different_rows").asLong()).isZero();
        assertThat(replayed.path("events")).isEqualTo(recorded.path("events"));
        assertThat(replayed.path("attempts")).isEqualTo(recorded.path("attempts"));
        assertThat(replayed.path("faults").size()).isEqualTo(7);
        assertThat(replayed.path("compared_rows").asLong()).isGreaterThan(100);
        JsonNode cut = replay(0, killed, "--speed", "max");
        assertThat(cut.path("recording_complete").asBoolean()).isFalse();
        assertThat(cut.path("events").asLong()).isPositive();
    }

    @Test
    void recordsFromSomebodyElsesKafka() throws IOException {
        IngestConfig ingest = IngestConfig.defaults().withTopic("other.events");
        try (BrokerProcess kafka = new BrokerProcess(temp.resolve("kafka"), temp.resolve("kafka.log"))) {
            kafka.start();
            ArmEventsTopic.ensure(kafka.bootstrapServers(), 2, ingest);
            try (AttemptPublisher publisher = new AttemptPublisher(kafka.bootstrapServers(), 2, ingest)) {
                for (int i = 0; i < 10; i++) {
                    publisher.publishRecorded(new byte[] {'a'}, new byte[] {(byte) i}, i % 2);
                }
                assertThat(publisher.flush(Duration.ofSeconds(30))).isTrue();
            }
            Path config = Files.writeString(
                    temp.resolve("farm.yaml"),
                    "kafka: {bootstrap_servers: \"" + kafka.bootstrapServers() + "\", topic: other.events}\n");

            FarmProcess recorder = FarmProcess.run(
                    temp,
                    "record",
                    "-o",
                    temp.resolve("night").toString(),
                    "--config",
                    config.toString(),
                    "--from-start",
                    "--for",
                    "4s",
                    "--json");

            assertThat(recorder.json().path("events").asLong()).isEqualTo(10);
            Path wrong = Files.writeString(
                    temp.resolve("wrong.yaml"),
                    "kafka: {bootstrap_servers: \"" + kafka.bootstrapServers() + "\", topic: no.events}\n");
            Path none = temp.resolve("none");
            assertThat(failure(5, "record", "-o", none.toString(), "--config", wrong.toString()))
                    .contains("Topic no.events is not in the broker");
            assertThat(none).doesNotExist();
        }
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Path none = temp.resolve("none");
        Path text = Files.writeString(temp.resolve("text"), "no recording");

        assertThat(failure(2, "replay-night", none.toString())).contains("there is no such file");
        assertThat(failure(4, "replay-night", text.toString())).contains("is no recording");
        assertThat(failure(2, "replay-night", text.toString(), "--speed", "-1"))
                .contains("--speed: found -1, expected a number of 0 or more, or max");
        assertThat(failure(
                        2,
                        "record",
                        "-o",
                        none.toString(),
                        "--data",
                        temp.resolve("nobody").toString()))
                .contains("nobody holds no farm");
        assertThat(failure(2, "record", "-o", none.toString(), "--for", "1s", "--until", "attempts=1"))
                .contains("mutually exclusive");
        Path embedded = Files.writeString(temp.resolve("farm.yaml"), "learning: {random_attempts: 100}\n");
        assertThat(failure(2, "record", "-o", none.toString(), "--config", embedded.toString()))
                .contains("farm.yaml names no Kafka");
        assertThat(none).doesNotExist();
    }

    private FarmProcess record(Path file, Path data, String... more) throws IOException {
        String[] arguments = new String[5 + more.length];
        System.arraycopy(new String[] {"record", "-o", file.toString(), "--data", data.toString()}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return FarmProcess.start(temp, arguments);
    }

    private JsonNode replay(int exitCode, Path night, String... more) throws IOException {
        String[] arguments = new String[3 + more.length];
        System.arraycopy(new String[] {"replay-night", night.toString(), "--json"}, 0, arguments, 0, 3);
        System.arraycopy(more, 0, arguments, 3, more.length);
        FarmProcess replay = FarmProcess.start(temp, arguments);
        assertThat(replay.awaitExit(180)).as(replay.err()).isEqualTo(exitCode);
        return replay.json();
    }

    private String failure(int exitCode, String... arguments) throws IOException {
        FarmProcess failed = FarmProcess.start(temp, arguments);
        assertThat(failed.awaitExit(60)).as(failed.err()).isEqualTo(exitCode);
        return failed.err();
    }
}
