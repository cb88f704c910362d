package armfarm.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ingest.broker.EmbeddedBroker;
import armfarm.messages.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuddenDeathIT {
    @TempDir
    Path folder;

    @Test
    void everyAcknowledgedAttemptIsStoredOnceAfterAKill() throws IOException, InterruptedException {
        MemorySink sink = new MemorySink();

        int acknowledged = killAfter(100, 1);
        int stored = storeAll(sink);

        assertThat(stored).isBetween(acknowledged, acknowledged + 1);
        assertThat(sink.attempts().values().stream()
                        .filter(attempt -> attempt.ended().outcome() == Outcome.ABORTED))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(sink.rejected()).isEmpty();
        assertThat(sink.repeatedAttempts()).isZero();
    }

    private int storeAll(MemorySink sink) {
        IngestConfig config = IngestConfig.defaults();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            ArmEventsTopic.ensure(broker.bootstrapServers(), 1, config);
            try (EventConsumer consumer = EventConsumer.alone(new IngestSetup(
                    broker.bootstrapServers(),
                    config,
                    sink,
                    sink::positions,
                    sink::contains,
                    InstantSource.system()))) {
                consumer.drain();
            }
        }
        return (int) sink.attempts().values().stream()
                .filter(attempt -> attempt.ended().outcome() == Outcome.FAILURE)
                .filter(attempt -> attempt.frames().size() == SendingProcess.FRAMES)
                .count();
    }

    /** Number of attempts the process said were acknowledged before it was killed without warning. */
    private int killAfter(int attempts, long seed) throws IOException, InterruptedException {
        Path errors = folder.resolveSibling(folder.getFileName() + ".stderr");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SendingProcess.class.getName(),
                        folder.toString(),
                        Long.toString(seed)))
                .redirectError(errors.toFile())
                .start();
        int acknowledged = 0;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                acknowledged = Integer.parseInt(line.substring("acknowledged ".length()));
                if (acknowledged == attempts) {
                    assertThat(process.toHandle().destroyForcibly()).isTrue();
                }
            }
        }
        assertThat(process.waitFor()).isNotZero();
        assertThat(acknowledged)
                .as("attempts acknowledged before the process ended, which said: %s", Files.readString(errors))
                .isGreaterThanOrEqualTo(attempts);
        Files.delete(errors);
        return acknowledged;
    }
}
