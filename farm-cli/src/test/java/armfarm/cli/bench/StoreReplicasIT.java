package armfarm.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.cli.Main;
import armfarm.controller.base.CacheFolder;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.FsckReport;
import armfarm.episodes.postgres.LocalPostgres;
import armfarm.episodes.postgres.PostgresEpisodeStore;
import armfarm.episodes.postgres.WriteAccess;
import armfarm.episodes.shard.ShardStorage;
import armfarm.ingest.ArmEventsTopic;
import armfarm.ingest.AttemptPublisher;
import armfarm.ingest.IngestConfig;
import armfarm.ingest.broker.EmbeddedBroker;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code armfarm store} in three processes that share the stream of sixteen arms and die, stand still, come and go meanwhile. */
class StoreReplicasIT {
    private static final int ARMS = LoadGenerator.ARMS;
    private static final String TOPIC = "lab.events";
    private static final Duration EVENT_PAUSE = Duration.ofMillis(30);
    private static final long PATIENCE_SECONDS = 120;
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    @TempDir
    Path temp;

    private final Map<AttemptId, Integer> sent = new LinkedHashMap<>();
    private final List<LoadGenerator> arms = new ArrayList<>();
    private final List<List<AttemptEvent>> underWay = new ArrayList<>();
    private final List<Victim> stores = new ArrayList<>();
    private int nextEvent;
    private EmbeddedBroker broker;
    private LocalPostgres database;
    private AttemptPublisher publisher;

    @BeforeEach
    void startServices() throws IOException {
        broker = EmbeddedBroker.start(temp.resolve("kafka"));
        database = LocalPostgres.start(temp.resolve("lab"), CacheFolder.path(), LocalPostgres.ANY_PORT);
        IngestConfig ingest = IngestConfig.defaults().withTopic(TOPIC);
        ArmEventsTopic.ensure(broker.bootstrapServers(), ARMS, ingest);
        publisher = new AttemptPublisher(broker.bootstrapServers(), ARMS, ingest);
        for (int arm = 1; arm <= ARMS; arm++) {
            arms.add(new LoadGenerator(
                    arm, 100_000, Instant.parse("2026-11-01T00:00:00Z"), LoadGenerator.images(3_000)));
        }
        String config = config();
        for (int i = 0; i < 3; i++) {
            Path folder = Files.createDirectories(temp.resolve("store-" + i));
            stores.add(new Victim(folder, Main.class, "store", "--config", config, "--data", data(i), "--json"));
        }
    }

    @AfterEach
    void leavesNothingRunning() {
        stores.stream().filter(Victim::isRunning).forEach(Victim::kill);
        publisher.close();
        database.close();
        broker.close();
    }

    @Test
    void storesEveryAttemptOnceWhicheverStoreDiesStandsStillComesOrGoes() throws IOException {
        stores.forEach(Victim::keepRunning);
        liveUntil(() -> share(0, 1, 2));

        stores.get(1).kill();
        long killed = System.nanoTime();
        liveUntil(() -> share(0, 2));
        Duration takenOver = Duration.ofNanos(System.nanoTime() - killed);

        stores.get(2).signal("STOP");
        liveUntil(() -> share(0));
        stores.get(2).signal("CONT");
        liveUntil(() -> share(0, 2));

        stores.get(1).keepRunning();
        liveUntil(() -> share(0, 1, 2));
        stores.get(0).end();
        long stopped = System.nanoTime();
        liveUntil(() -> share(1, 2));
        Duration handedOver = Duration.ofNanos(System.nanoTime() - stopped);
        assertThat(stores.get(0).exitCode()).as(stores.get(0)::log).isZero();
        assertThat(stores.get(0).log()).contains("\nStopped. Put together ").contains("\"aborted\":0");

        endWhatIsUnderWay();
        assertThat(publisher.flush(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
        assertEveryAttemptIsStoredOnce();
        System.out.printf(
                "%d attempts; killed store's part taken over after %.1f s, stopped store's after %.1f s%n",
                sent.size(), takenOver.toMillis() / 1e3, handedOver.toMillis() / 1e3);
        assertThat(takenOver).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(40));
        assertThat(handedOver).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void needsServicesThatOthersReach() throws IOException {
        Path nothing = Files.writeString(temp.resolve("empty.yaml"), "kafka: {bootstrap_servers: \"127.0.0.1:9\"}\n");
        Victim alone = new Victim(
                temp,
                Main.class,
                "store",
                "--config",
                nothing.toString(),
                "--data",
                temp.resolve("alone").toString());
        alone.keepRunning();
        alone.awaitEnd();

        assertThat(alone.exitCode()).as(alone::log).isEqualTo(2);
        assertThat(alone.log())
                .contains("Setting postgres.jdbc_url is missing: it is not in " + nothing + ", expected for example")
                .contains("See docs/roles.md");
    }

    private void assertEveryAttemptIsStoredOnce() {
        try (EpisodeStore reader = PostgresEpisodeStore.open(
                database, ShardStorage.local(temp.resolve("shards")), InstantSource.system(), WriteAccess.none())) {
            await(() -> reader.statistics().counts().stored() >= sent.size());
            stores.get(1).end();
            stores.get(2).end();
            assertThat(stores.get(1).exitCode()).as(stores.get(1)::log).isZero();
            assertThat(stores.get(2).exitCode()).as(stores.get(2)::log).isZero();

            FarmCounts counts = reader.statistics().counts();
            assertThat(counts.stored()).isEqualTo(sent.size());
            assertThat(counts.attempts()).as("begun").isEqualTo(sent.size());
            assertThat(counts.aborted()).isZero();
            assertThat(counts.duplicates()).isZero();
            assertThat(counts.rejectedRecords()).isZero();
            sent.forEach(
                    (id, frames) -> assertThat(reader.episodes().frames(id)).hasSize(frames));
        }
        FsckReport report = StoreAccess.check(Path.of(data(2)), text -> {});
        assertThat(report.problems()).isEmpty();
        assertThat(report.frames()).isEqualTo((long) sent.size() * LoadGenerator.FRAMES);
        assertThat(report.orphanBytes())
                .as("what the killed store had not committed is at most cut off later")
                .isLessThan(8 << 20);
    }

    /** Whether just these stores read all partitions, each one's part its own. */
    private boolean share(int... numbers) {
        Set<Integer> all = new TreeSet<>();
        int parts = 0;
        for (int number : numbers) {
            Set<Integer> part = reads(stores.get(number));
            if (part.isEmpty()) {
                return false;
            }
            parts += part.size();
            all.addAll(part);
        }
        return parts == ARMS && all.size() == ARMS;
    }

    private static Set<Integer> reads(Victim store) {
        Set<Integer> partitions = new TreeSet<>();
        store.printedSinceStart()
                .lines()
                .filter(line -> line.startsWith("Reading ") && line.endsWith("."))
                .reduce((earlier, later) -> later)
                .filter(line -> line.contains(":") && !line.contains("no partition"))
                .ifPresent(line -> Arrays.stream(line.substring(line.indexOf(':') + 2, line.length() - 1)
                                .split(" "))
                        .map(Integer::parseInt)
                        .forEach(partitions::add));
        return partitions;
    }

    /** Each arm sends an event in turn, until it is so, and a little longer. */
    private void liveUntil(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(() -> "nobody goes on:\n"
                            + String.join(
                                    "\n---\n", stores.stream().map(Victim::log).toList()))
                    .isLessThan(deadline);
            turn();
        }
        for (int i = 0; i < 25; i++) {
            turn();
        }
    }

    private void turn() {
        if (underWay.isEmpty()) {
            for (LoadGenerator arm : arms) {
                List<AttemptEvent> events = arm.next(NOW);
                sent.put(events.get(0).attempt(), events.size() - 2);
                underWay.add(events);
            }
        }
        for (int arm = 0; arm < ARMS; arm++) {
            publisher.publish(underWay.get(arm).get(nextEvent), arm);
        }
        nextEvent++;
        if (nextEvent == underWay.get(0).size()) {
            underWay.clear();
            nextEvent = 0;
        }
        LockSupport.parkNanos(EVENT_PAUSE.toNanos());
    }

    private void endWhatIsUnderWay() {
        while (!underWay.isEmpty()) {
            turn();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private String data(int number) {
        return temp.resolve("data-" + number).toString();
    }

    private String config() throws IOException {
        HikariDataSource pool = (HikariDataSource) database.dataSource();
        Path password = Files.writeString(temp.resolve("password"), pool.getPassword() + "\n");
        return Files.write(
                        temp.resolve("farm.yaml"),
                        List.of(
                                "kafka: {bootstrap_servers: \"" + broker.bootstrapServers() + "\", topic: " + TOPIC
                                        + "}",
                                "postgres: {jdbc_url: \"" + pool.getJdbcUrl() + "\", user: " + pool.getUsername()
                                        + ", password_file: " + password + "}",
                                "images: {folder: \"" + temp.resolve("shards") + "\", shard_mb: 2}"))
                .toString();
    }
}
