package armfarm.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import armfarm.ingest.broker.BrokerProcess;
import armfarm.ingest.night.NightEvent;
import armfarm.ingest.night.NightInfo;
import armfarm.ingest.night.NightReader;
import armfarm.ingest.night.NightWriter;
import armfarm.messages.AttemptEvent;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.wire.AttemptEventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recording from a real broker. */
class TopicRecorderIT {
    private static final IngestConfig CONFIG = IngestConfig.defaults();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final TestAttempts attempts = new TestAttempts(5, 2_000);
    private BrokerProcess broker;
    private AttemptPublisher publisher;

    @BeforeEach
    void startBroker() {
        broker = new BrokerProcess(folder.resolve("kafka"), folder.resolve("kafka.log"));
        broker.start();
        ArmEventsTopic.ensure(broker.bootstrapServers(), 2, CONFIG);
        publisher = new AttemptPublisher(broker.bootstrapServers(), 2, CONFIG);
    }

    @AfterEach
    void stopBroker() {
        publisher.close();
        broker.close();
    }

    @Test
    void beginsAndEndsBetweenAttempts() {
        List<AttemptEvent> before = attempts.events(0, 3);
        List<AttemptEvent> first = attempts.events(0, 3);
        List<AttemptEvent> second = attempts.events(1, 2);
        List<AttemptEvent> after = attempts.events(1, 2);
        publish(before.subList(0, 2), 0);
        Path file = folder.resolve("edges.night");
        try (NightWriter writer = writer(file);
                TopicRecorder recorder = recorder(writer, false)) {
            publish(before.subList(2, before.size()), 0);
            publish(first, 0);
            publish(second.subList(0, 2), 1);
            recorder.catchUp(PATIENCE);
            assertThat(recorder.openAttempts()).isEqualTo(1);
            recorder.end();
            publish(second.subList(2, second.size()), 1);
            publish(after, 1);
            recorder.catchUp(PATIENCE);
            assertThat(recorder.openAttempts()).isZero();
            assertThat(recorder.wholeAttempts()).isEqualTo(2);
            recorder.finish();
        }

        List<AttemptEvent> recorded = new ArrayList<>(first);
        recorded.addAll(second);
        assertThat(events(file)).containsExactlyInAnyOrderElementsOf(recorded);
    }

    @Test
    void takesWhatTheBrokerStillHasBytesThatAreNoEventIncluded() {
        List<AttemptEvent> old = attempts.events(0, 2);
        publish(old, 0);
        publisher.publishRecorded(new byte[0], new byte[] {(byte) 0xff, 1, 2}, 1);
        Path file = folder.resolve("old.night");
        try (NightWriter writer = writer(file);
                TopicRecorder recorder = recorder(writer, true)) {
            assertThat(publisher.flush(PATIENCE)).isTrue();
            recorder.catchUp(PATIENCE);
            recorder.finish();
        }

        try (NightReader reader = NightReader.open(file)) {
            assertThat(reader.summary().events()).isEqualTo(old.size() + 1);
            assertThat(reader.partitions()).containsExactly(0, 1);
            assertThat(reader.info().topic()).isEqualTo(CONFIG.topic());
        }
    }

    @Test
    void waitsForABrokerThatGoesAwayAndGoesOn() {
        List<AttemptEvent> all = new ArrayList<>(attempts.events(0, 2));
        Path file = folder.resolve("away.night");
        try (NightWriter writer = writer(file);
                TopicRecorder recorder = recorder(writer, false)) {
            publish(all, 0);
            recorder.catchUp(PATIENCE);
            broker.kill();
            List<AttemptEvent> later = attempts.events(0, 2);
            later.forEach(event -> publisher.publish(event, 0));
            for (int i = 0; i < 20; i++) {
                recorder.step();
            }
            broker.start();
            assertThat(publisher.flush(PATIENCE)).isTrue();
            all.addAll(later);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (recorder.wholeAttempts() < 2 && System.nanoTime() < deadline) {
                recorder.step();
            }
            recorder.finish();
        }

        assertThat(events(file)).isEqualTo(all);
    }

    @Test
    void saysThatTheDiskIsFullAndKeepsWhatWasWritten() throws IOException, InterruptedException {
        Path small = Files.createDirectory(folder.resolve("small"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString()))
                .as("right to mount a small file system")
                .isTrue();
        try {
            Path file = small.resolve("full.night");
            TestAttempts large = new TestAttempts(6, 100_000);
            try (NightWriter writer = writer(file);
                    TopicRecorder recorder = recorder(writer, false)) {
                publish(large.events(0, 2), 0);
                recorder.catchUp(PATIENCE);
                TimeUnit.MILLISECONDS.sleep(1_100);
                recorder.step();
                for (int i = 0; i < 4; i++) {
                    publish(large.events(0, 3), 0);
                }
                assertThatThrownBy(() -> {
                            recorder.catchUp(PATIENCE);
                            recorder.finish();
                        })
                        .isInstanceOfSatisfying(
                                FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                        .hasMessageContaining("the disk refused more after 4 events")
                        .hasMessageContaining("No space left");
            }
            try (NightReader reader = NightReader.open(file)) {
                assertThat(reader.summary().events()).isEqualTo(4);
                assertThat(reader.summary().complete()).isFalse();
                assertThat(reader.summary().tornBytes()).isZero();
            }
        } finally {
            run("umount", small.toString());
        }
    }

    @Test
    void saysThatTheTopicIsNotThere() {
        try (NightWriter writer = writer(folder.resolve("none.night"))) {
            assertThatThrownBy(() -> new TopicRecorder(
                            broker.bootstrapServers(), "other.events", false, writer, InstantSource.system()))
                    .isInstanceOf(FarmException.class)
                    .hasMessageContaining("other.events is not in the broker");
        }
    }

    private void publish(List<AttemptEvent> events, int partition) {
        events.forEach(event -> publisher.publish(event, partition));
        assertThat(publisher.flush(PATIENCE)).isTrue();
    }

    private NightWriter writer(Path file) {
        return NightWriter.create(
                file,
                new NightInfo(
                        CONFIG.topic(),
                        broker.bootstrapServers(),
                        InstantSource.system().instant(),
                        "test"));
    }

    private TopicRecorder recorder(NightWriter writer, boolean fromStart) {
        return new TopicRecorder(broker.bootstrapServers(), CONFIG.topic(), fromStart, writer, InstantSource.system());
    }

    private static List<AttemptEvent> events(Path file) {
        List<AttemptEvent> events = new ArrayList<>();
        try (NightReader reader = NightReader.open(file)) {
            for (var all = reader.inTimeOrder(); all.hasNext(); ) {
                NightEvent event = all.next();
                events.add(AttemptEventCodec.decode(event.value()));
            }
        }
        return events;
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }
}
