package armfarm.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import armfarm.controller.base.CacheFolder;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.FsckReport;
import armfarm.episodes.postgres.Fsck;
import armfarm.episodes.postgres.LocalPostgres;
import armfarm.episodes.postgres.PostgresEpisodeStore;
import armfarm.episodes.postgres.WriteAccess;
import armfarm.episodes.shard.ShardStorage;
import armfarm.ingest.AttemptPublisher;
import armfarm.ingest.IngestConfig;
import armfarm.ingest.spool.EventSpool;
import armfarm.ingest.spool.SpoolConfig;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.EncodedImage;
import armfarm.messages.wire.AttemptEventCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Broker, store and database are processes of their own and are killed one by one and together, again and again, while attempts,
 * damaged records and repeated ones keep coming. Nobody does anything but start again what was killed, and the database is started
 * by the store.
 */
class StoreFaultsIT {
    private static final long SEED = 20_261_123L;
    private static final int KILLS = Integer.getInteger("armfarm.kills", 25);
    private static final int ARMS = 4;
    private static final int LONGEST_LIFE_MILLISECONDS = 2_500;
    private static final Duration LOAD_PAUSE = Duration.ofMillis(8);
    private static final long PATIENCE_SECONDS = 180;

    @TempDir
    Path temp;

    private final Random random = new Random(SEED);
    private final Map<AttemptId, List<AttemptEvent>> sent = new LinkedHashMap<>();
    private final AtomicInteger damagedSent = new AtomicInteger();
    private final List<LoadGenerator> arms = new ArrayList<>();
    private Victim broker;
    private Victim store;
    private AttemptPublisher publisher;
    private KafkaProducer<byte[], byte[]> stranger;

    @AfterEach
    void leavesNothingRunning() {
        if (store != null) {
            store.end();
            broker.end();
        }
    }

    @Test
    void keepsEveryAttemptOnceWhateverIsKilledWhenever() throws IOException {
        start();
        for (int kill = 0; kill < KILLS; kill++) {
            if (kill % 2 == 0) {
                liveUntilSomethingIsStored();
            }
            live(random.nextInt(LONGEST_LIFE_MILLISECONDS)); // also while they start
            int victims = 1 + random.nextInt(7); // each of the three, each pair, all
            if ((victims & 1) != 0) {
                broker.kill();
            }
            if ((victims & 2) != 0) {
                store.kill();
            }
            if ((victims & 4) != 0) {
                killDatabase();
            }
        }
        assertEveryAttemptIsStoredOnce();
    }

    @Test
    void goesOnByItselfWhenAFullDiskIsFreed() throws IOException, InterruptedException {
        Path data = Files.createDirectory(temp.resolve("data"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=800m", "tmpfs", data.toString()),
                "no right to mount a small file system");
        try {
            start();
            for (int time = 0; time < 3; time++) {
                liveUntilSomethingIsStored();
                Path filler = data.resolve("filler");
                fill(filler);
                live(4_000);
                if (time == 1) {
                    killDatabase(); // it cannot start again either
                    live(4_000);
                }
                Files.delete(filler);
                live(1_000);
            }
            assertEveryAttemptIsStoredOnce();
        } finally {
            leavesNothingRunning();
            run("umount", data.toString());
        }
    }

    /** Until nothing more goes in. */
    private static void fill(Path filler) throws IOException {
        byte[] block = new byte[1 << 16];
        try (FileChannel file = FileChannel.open(filler, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (true) {
                file.write(ByteBuffer.wrap(block));
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    private void assertEveryAttemptIsStoredOnce() {
        broker.keepRunning();
        store.keepRunning();
        assertThat(publisher.flush(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
        stranger.flush();
        stranger.close();
        publisher.close();

        FarmCounts counts = awaitStored();
        assertThat(counts.stored()).isEqualTo(sent.size());
        assertThat(counts.attempts()).as("begun").isEqualTo(sent.size());
        assertThat(counts.aborted()).isZero();
        assertThat(counts.duplicates()).isZero();
        assertThat(counts.rejected()).isZero();
        // What was sent in the moment of a kill may have arrived unconfirmed.
        assertThat(counts.rejectedRecords()).isBetween((long) damagedSent.get(), damagedSent.get() + 2L + KILLS);
        assertThat(damagedSent.get()).isPositive();
    }

    private void start() throws IOException {
        int[] ports = freePorts();
        String address = "127.0.0.1:" + ports[0];
        broker = new Victim(
                temp,
                BrokerVictim.class,
                temp.resolve("kafka").toString(),
                Integer.toString(ports[0]),
                Integer.toString(ports[1]));
        store = new Victim(temp, StoreVictim.class, temp.resolve("data").toString(), address, Integer.toString(ARMS));
        broker.keepRunning();
        store.keepRunning();
        publisher = new AttemptPublisher(
                address,
                ARMS,
                IngestConfig.defaults(),
                Optional.of(new EventSpool(SpoolConfig.of(temp.resolve("spool"), 1L << 30), ARMS)));
        stranger = new KafkaProducer<>(
                Map.of("bootstrap.servers", address, "acks", "all", "max.block.ms", 50, "delivery.timeout.ms", 120_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        List<EncodedImage> images = LoadGenerator.images(800);
        for (int arm = 1; arm <= ARMS; arm++) {
            arms.add(new LoadGenerator(arm, 1_000_000, Instant.parse("2026-11-01T00:00:00Z"), images));
        }
    }

    private void liveUntilSomethingIsStored() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        do {
            live(100);
            assertThat(System.nanoTime()).as(store::log).isLessThan(deadline);
        } while (store.printedSinceStart().lines().noneMatch(line -> line.matches("[1-9]\\d*")));
    }

    /** Sends attempts, and now and then something that should not be there; starts again what is gone. */
    private void live(int milliseconds) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        while (System.nanoTime() - end < 0) {
            broker.keepRunning();
            store.keepRunning();
            int arm = sent.size() % ARMS;
            List<AttemptEvent> events = arms.get(arm).next(Instant.parse("2026-11-23T00:00:00Z"));
            events.forEach(event -> publisher.publish(event, arm));
            sent.put(events.get(0).attempt(), events);
            if (sent.size() % 50 == 0) {
                disturb(arm);
            }
            LockSupport.parkNanos(LOAD_PAUSE.toNanos());
        }
    }

    /** A record that is no event, and all records of an attempt sent long ago once more. */
    private void disturb(int arm) {
        byte[] damaged = new byte[20 + random.nextInt(100)];
        random.nextBytes(damaged);
        damaged[0] = (byte) 0xff; // no field of Protobuf begins so
        try {
            var unused = stranger.send(new ProducerRecord<>("arm.events", arm, null, damaged), (where, failure) -> {
                if (failure == null) {
                    damagedSent.incrementAndGet();
                }
            });
            if (publisher.isBehind()) {
                return; // what the broker does not have yet would not come again, but too early
            }
            List<List<AttemptEvent>> all = List.copyOf(sent.values());
            for (AttemptEvent repeated : all.get((all.size() - ARMS) / 2 / ARMS * ARMS + arm)) {
                var ignored = stranger.send(
                        new ProducerRecord<>("arm.events", arm, null, AttemptEventCodec.encode(repeated)));
            }
        } catch (KafkaException e) {
            assertThat(e).as("the broker is away").isInstanceOf(TimeoutException.class);
        }
    }

    private void killDatabase() throws IOException {
        Path pidFile = temp.resolve("data").resolve("postgres-18").resolve("postmaster.pid");
        if (Files.exists(pidFile)) {
            List<String> lines = Files.readAllLines(pidFile);
            if (!lines.isEmpty()) {
                ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                        .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** Waits until the store has read everything, stops it in peace and looks at what it holds. */
    private FarmCounts awaitStored() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
            store.keepRunning();
            store.end();
            try (LocalPostgres database =
                            LocalPostgres.start(temp.resolve("data"), CacheFolder.path(), LocalPostgres.ANY_PORT);
                    EpisodeStore held = PostgresEpisodeStore.open(
                            database,
                            ShardStorage.local(temp.resolve("data").resolve("shards")),
                            InstantSource.system(),
                            WriteAccess.alone())) {
                FarmCounts counts = held.statistics().counts();
                if (counts.stored() >= sent.size() || System.nanoTime() - deadline > 0) {
                    FsckReport report =
                            Fsck.check(database, temp.resolve("data").resolve("shards"), true);
                    assertThat(report.problems()).isEmpty();
                    sent.forEach((id, events) ->
                            assertThat(held.episodes().frames(id)).hasSize(events.size() - 2));
                    return counts;
                }
            }
            store.keepRunning();
            broker.keepRunning();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
        }
    }

    private static int[] freePorts() throws IOException {
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {first.getLocalPort(), second.getLocalPort()};
        }
    }
}
