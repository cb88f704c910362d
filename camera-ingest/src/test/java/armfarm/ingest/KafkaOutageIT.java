package armfarm.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import armfarm.ingest.broker.EmbeddedBroker;
import armfarm.ingest.spool.EventSpool;
import armfarm.ingest.spool.SpoolConfig;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.FarmException;
import armfarm.messages.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes away and comes back at the same address, as one outside the farm does. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KafkaOutageIT {
    private static final int ARMS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private final IngestConfig config = IngestConfig.defaults();
    private final MemorySink sink = new MemorySink();
    private final Map<AttemptId, List<AttemptEvent>> sent = new ConcurrentHashMap<>();
    private int port;
    private int controllerPort;
    private String address;
    private EmbeddedBroker broker;

    @BeforeEach
    void startBroker() throws IOException {
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = first.getLocalPort();
            controllerPort = second.getLocalPort();
        }
        address = "127.0.0.1:" + port;
        brokerComes();
        ArmEventsTopic.ensure(address, ARMS, config);
    }

    @AfterEach
    void brokerGoes() {
        broker.close();
    }

    private void brokerComes() {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), port, controllerPort);
    }

    @Test
    void everythingSentDuringAnOutageIsStoredOnceAndInOrder() {
        try (AttemptPublisher publisher = publisher(64 << 20);
                EventConsumer consumer = consumer(publisher)) {
            consumer.start();
            TestAttempts make = new TestAttempts(1, 10_000);
            List<AttemptEvent> overTheOutage = make.events(0, 2);
            sent.put(overTheOutage.get(0).attempt(), overTheOutage);
            publishAll(publisher, 1, attempts(make, 1, 5));
            publishAll(publisher, 0, overTheOutage.subList(0, 2));
            assertThat(publisher.flush(PATIENCE)).isTrue();
            brokerGoes();

            publishAll(publisher, 0, overTheOutage.subList(2, 4));
            publishAll(publisher, 0, attempts(make, 0, 10));
            await(() -> publisher.metrics().spooled() > 0);
            publishAll(publisher, 0, attempts(make, 0, 10));
            publishAll(publisher, 1, attempts(make, 1, 20));
            assertThat(publisher.isBehind()).isTrue();
            // What lasts for a moment only is nobody's worry.
            await(() -> publisher.problem().isPresent());
            assertThat(publisher.problem().orElseThrow()).contains("does not answer", "events", "nothing is lost");
            assertThat(publisher.metrics().spooled())
                    .isEqualTo(publisher.metrics().waiting());
            brokerComes();

            assertThat(publisher.flush(PATIENCE)).isTrue();
            publishAll(publisher, 0, attempts(make, 0, 5));
            assertThat(publisher.flush(PATIENCE)).isTrue();
            assertThat(consumer.awaitCaughtUp(PATIENCE)).isTrue();
            assertThat(consumer.fault()).isEmpty();
            assertAllStored(publisher);
        }
    }

    @Test
    void eventsThatReachTheBrokerTwiceAreStoredOnce() throws IOException {
        Path copy = folder.resolve("copy");
        brokerGoes();
        try (AttemptPublisher first = publisher(64 << 20)) {
            publishAll(first, 0, attempts(new TestAttempts(3, 10_000), 0, 10));
        }
        copy(folder.resolve("spool"), copy);
        brokerComes();
        for (int i = 0; i < 2; i++) {
            try (AttemptPublisher again = publisher(64 << 20)) {
                assertThat(again.metrics().recovered()).isEqualTo(40);
                assertThat(again.flush(PATIENCE)).isTrue();
                assertThat(again.metrics().events()).isEqualTo(40);
                assertThat(again.metrics().spoolBytes()).isZero();
            }
            copy(copy, folder.resolve("spool"));
        }

        try (EventConsumer consumer = consumer(() -> false)) {
            assertThat(consumer.drain().duplicates()).isEqualTo(40);
        }
        assertThat(sink.attempts().keySet()).isEqualTo(sent.keySet());
        assertThat(sink.repeatedAttempts()).isZero();
        assertThat(sink.rejected()).isEmpty();
    }

    @Test
    void aKilledProcessLeavesItsEventsForTheNextOne() throws IOException, InterruptedException {
        brokerGoes();
        int taken = spoolInAnotherProcessAndKill(50);
        brokerComes();

        try (AttemptPublisher publisher = publisher(64 << 20);
                EventConsumer consumer = consumer(publisher)) {
            assertThat(publisher.metrics().recovered()).isGreaterThanOrEqualTo((long) taken * SpoolProcess.EVENTS);
            assertThat(publisher.flush(PATIENCE)).isTrue();
            consumer.catchUp();
            consumer.drain();
        }

        long whole = sink.attempts().values().stream()
                .filter(attempt -> attempt.ended().outcome() == Outcome.FAILURE)
                .filter(attempt -> attempt.frames().size() == SpoolProcess.FRAMES)
                .count();
        assertThat(whole).isGreaterThanOrEqualTo(taken);
        assertThat(sink.attempts().size() - whole).as("the one under way").isLessThanOrEqualTo(1);
        assertThat(sink.rejected()).isEmpty();
    }

    @Test
    void aFullSpoolMakesTheArmsWaitAndLosesNothing() throws InterruptedException {
        try (AttemptPublisher publisher = publisher(200_000);
                EventConsumer consumer = consumer(publisher)) {
            consumer.start();
            brokerGoes();
            Thread arm = arm(publisher, new TestAttempts(4, 10_000), 300, new AtomicReference<>());
            await(() -> publisher.problem().filter(p -> p.contains("is full")).isPresent());
            assertThat(publisher.metrics().spoolBytes()).isBetween(100_000L, 200_000L);
            assertThat(arm.isAlive()).isTrue();
            brokerComes();

            arm.join(PATIENCE.toMillis());
            assertThat(publisher.flush(PATIENCE)).isTrue();
            assertThat(consumer.awaitCaughtUp(PATIENCE)).isTrue();
            assertAllStored(publisher);
        }
    }

    @Test
    void aFullDiskMakesTheArmsWaitAndLosesNothing() throws IOException, InterruptedException {
        Path small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", small.toString()),
                "no right to mount a small file system");
        try (AttemptPublisher publisher = publisher(small, 64 << 20);
                EventConsumer consumer = consumer(publisher)) {
            consumer.start();
            brokerGoes();
            Thread arm = arm(publisher, new TestAttempts(6, 10_000), 300, new AtomicReference<>());
            await(() -> publisher.problem().filter(p -> p.contains("refuses")).isPresent());
            assertThat(arm.isAlive()).isTrue();
            brokerComes();

            arm.join(PATIENCE.toMillis());
            assertThat(publisher.flush(PATIENCE)).isTrue();
            assertThat(consumer.awaitCaughtUp(PATIENCE)).isTrue();
            assertAllStored(publisher);
        } finally {
            run("umount", small.toString());
        }
    }

    @Test
    void anArmThatIsStoppedWhileItWaitsKeepsWhatWasTaken() throws InterruptedException {
        AtomicReference<FarmException> refusal = new AtomicReference<>();
        try (AttemptPublisher publisher = publisher(100_000)) {
            brokerGoes();
            Thread arm = arm(publisher, new TestAttempts(7, 10_000), 300, refusal);
            await(() -> publisher.problem().filter(p -> p.contains("is full")).isPresent());
            arm.interrupt();
            arm.join(PATIENCE.toMillis());

            assertThat(refusal.get()).hasMessageContaining("was not taken over").hasMessageContaining("arm_0");
            assertThat(publisher.metrics().produced())
                    .isEqualTo(publisher.metrics().waiting());
            assertThat(publisher.metrics().spooled())
                    .isEqualTo(publisher.metrics().waiting());
        }
        assertThat(EventSpool.bytesIn(folder.resolve("spool"))).isPositive();
    }

    @Test
    void withoutASpoolTheArmsWaitInMemory() {
        try (AttemptPublisher publisher = new AttemptPublisher(address, ARMS, config)) {
            brokerGoes();
            Thread arm = arm(publisher, new TestAttempts(8, 100_000), 30, new AtomicReference<>());
            await(() -> publisher.problem().isPresent());
            assertThat(publisher.metrics().waiting()).isLessThan(30 * 3);
            brokerComes();

            await(() -> !arm.isAlive());
            assertThat(publisher.flush(PATIENCE)).isTrue();
            assertThat(publisher.metrics().events()).isEqualTo(90);
        }
        assertThatThrownBy(() -> Files.size(folder.resolve("spool"))).isInstanceOf(IOException.class);
    }

    private void assertAllStored(AttemptPublisher publisher) {
        PublishMetrics metrics = publisher.metrics();
        assertThat(metrics.produced()).isEqualTo(metrics.events());
        assertThat(metrics.failures() + metrics.waiting() + metrics.spooled() + metrics.gaps())
                .isZero();
        assertThat(metrics.spoolBytes()).isZero();
        assertThat(publisher.isBehind()).isFalse();
        assertThat(sink.attempts().keySet()).isEqualTo(sent.keySet());
        assertThat(sink.attempts().values()).allSatisfy(attempt -> {
            List<AttemptEvent> events = new ArrayList<>(List.of(attempt.started()));
            events.addAll(attempt.frames());
            events.add(attempt.ended());
            assertThat(events).isEqualTo(sent.get(attempt.id()));
        });
        assertThat(sink.repeatedAttempts()).isZero();
        assertThat(sink.rejected()).isEmpty();
    }

    /** Attempts of one frame from a thread of their own. */
    private Thread arm(
            AttemptPublisher publisher, TestAttempts make, int attempts, AtomicReference<FarmException> refusal) {
        Thread arm = new Thread(() -> {
            try {
                for (int i = 0; i < attempts; i++) {
                    List<AttemptEvent> events = make.events(0, 1);
                    sent.put(events.get(0).attempt(), events);
                    publishAll(publisher, 0, events);
                }
            } catch (FarmException e) {
                refusal.set(e);
            }
        });
        arm.start();
        return arm;
    }

    private List<AttemptEvent> attempts(TestAttempts make, int arm, int count) {
        List<AttemptEvent> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<AttemptEvent> events = make.events(arm, 2);
            sent.put(events.get(0).attempt(), events);
            all.addAll(events);
        }
        return all;
    }

    private static void publishAll(AttemptPublisher publisher, int partition, List<AttemptEvent> events) {
        events.forEach(event -> publisher.publish(event, partition));
    }

    private AttemptPublisher publisher(long spoolBytes) {
        return publisher(folder.resolve("spool"), spoolBytes);
    }

    private AttemptPublisher publisher(Path spool, long spoolBytes) {
        return new AttemptPublisher(
                address, ARMS, config, Optional.of(new EventSpool(SpoolConfig.of(spool, spoolBytes), ARMS)));
    }

    private EventConsumer consumer(AttemptPublisher publisher) {
        return consumer(publisher::isBehind);
    }

    private EventConsumer consumer(BooleanSupplier behind) {
        EventConsumer consumer = EventConsumer.alone(
                new IngestSetup(address, config, sink, sink::positions, sink::contains, InstantSource.system()));
        consumer.waitWhile(behind);
        return consumer;
    }

    /** Number of attempts the process said were on the disk before it was killed without warning. */
    private int spoolInAnotherProcessAndKill(int attempts) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpoolProcess.class.getName(),
                        address,
                        folder.resolve("spool").toString(),
                        "9"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int taken = 0;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("spooled ")) {
                    taken = Integer.parseInt(line.substring("spooled ".length()));
                }
                if (taken >= attempts) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(process.waitFor()).isNotZero();
        return taken;
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }

    /** Makes the second folder the same as the first. */
    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            try (Stream<Path> files = Files.walk(to)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as("ns beyond the patience")
                    .isNegative();
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
