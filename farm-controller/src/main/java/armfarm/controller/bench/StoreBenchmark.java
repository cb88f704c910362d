package armfarm.controller.bench;

import armfarm.controller.StoreAccess;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.postgres.LocalPostgres;
import armfarm.episodes.postgres.PostgresEpisodeStore;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.query.AttemptQuery;
import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import armfarm.ingest.ArmEventsTopic;
import armfarm.ingest.AttemptPublisher;
import armfarm.ingest.EventConsumer;
import armfarm.ingest.IngestConfig;
import armfarm.ingest.broker.EmbeddedBroker;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.EncodedImage;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Loads attempts through the path a farm uses (publisher, embedded Kafka, consumer, assembler, PostgreSQL and shards), then asks
 * and reads them back. The clients, the broker and the database share the machine's cores. Confined to one thread.
 */
public final class StoreBenchmark implements AutoCloseable {
    private static final int ARMS = 16;
    private static final int QUESTIONS = 300;
    private static final int READ_IMAGES = 8000;
    private static final long DISK_BYTES = 1L << 30;
    /** About what the store writes between two syncs when it is busy. */
    private static final long BYTES_PER_SYNC = 16L << 20;

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration STALLED = Duration.ofMinutes(2);

    private final Options options;
    private final Consumer<String> progress;
    private final InstantSource clock = InstantSource.system();
    private final EmbeddedBroker broker;
    private final LocalPostgres database;
    private final EpisodeStore store;
    private final AttemptPublisher publisher;
    private final EventConsumer consumer;
    private final AtomicLong stored = new AtomicLong();
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();

    /**
     * What to load.
     *
     * @param attempts in all, eight images each
     * @param frameBytes of each image; the smallest readable JPEG is about 700 bytes
     * @param attemptsPerSecond at most; 0 for as fast as it goes
     */
    public record Options(long attempts, int frameBytes, double attemptsPerSecond) {}

    /**
     * What loading gave.
     *
     * @param bytes of all images
     * @param p99EventToCommittedMs from an attempt's last event to the commit that holds it
     */
    public record Load(long attempts, long frames, long bytes, double seconds, double p99EventToCommittedMs) {
        /** Sustained over the whole load. */
        public double attemptsPerSecond() {
            return attempts / seconds;
        }
    }

    /** What asking gave, in milliseconds. */
    public record Questions(double p95AttemptMs, double p95FilterMs, double groupByMs) {}

    /**
     * Everything that was measured.
     *
     * @param diskMegabytesPerSecond of a program that only appends and syncs as often as the store does, before and after the
     *     load: the mean
     * @param readBackPerSecond images read in random order and decoded
     * @param decodePerSecond the same images decoded from memory
     */
    public record Report(
            Load load,
            double diskMegabytesPerSecond,
            Questions questions,
            double readBackPerSecond,
            double decodePerSecond) {}

    /**
     * Runs it.
     *
     * @param folder empty; the caller deletes it
     * @param cache for the database's programs
     * @param progress gets a line about each phase
     */
    public static Report run(Path folder, Path cache, Options options, Consumer<String> progress) {
        progress.accept("writing to the disk alone ...");
        double before = DiskLimit.megabytesPerSecond(folder, DISK_BYTES, BYTES_PER_SYNC);
        try (StoreBenchmark benchmark = new StoreBenchmark(folder, cache, options, progress)) {
            Load load = benchmark.load();
            double after = DiskLimit.megabytesPerSecond(folder, DISK_BYTES, BYTES_PER_SYNC);
            Questions questions = benchmark.ask();
            progress.accept("reading back ...");
            ReadBack.Rates rates = ReadBack.measure(benchmark.store, benchmark.sample(), READ_IMAGES);
            return new Report(load, (before + after) / 2, questions, rates.readAndDecoded(), rates.decoded());
        }
    }

    private StoreBenchmark(Path folder, Path cache, Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        progress.accept("starting Kafka and PostgreSQL ...");
        IngestConfig config = IngestConfig.defaults();
        broker = EmbeddedBroker.start(folder.resolve("kafka"));
        database = LocalPostgres.start(folder, cache, LocalPostgres.ANY_PORT);
        store = PostgresEpisodeStore.open(database, folder.resolve("shards"), clock);
        int partitions = ArmEventsTopic.ensure(broker.bootstrapServers(), ARMS, config);
        consumer = new EventConsumer(
                broker.bootstrapServers(),
                config,
                this::append,
                store::positions,
                StoreAccess.storedAttempts(store),
                clock);
        publisher = new AttemptPublisher(broker.bootstrapServers(), partitions, config);
        consumer.waitWhile(publisher::isBehind);
        consumer.start();
    }

    private void append(EpisodeBatch batch) {
        store.append(batch);
        Instant now = clock.instant();
        for (GraspAttempt attempt : batch.attempts()) {
            latencies.add(Duration.between(attempt.ended().endedAt(), now).toNanos());
        }
        stored.addAndGet(batch.attempts().size());
    }

    /** Loads; blocks until everything is committed. */
    public Load load() {
        List<EncodedImage> images = LoadGenerator.images(options.frameBytes());
        List<LoadGenerator> arms = new ArrayList<>();
        Instant first = clock.instant().minus(Duration.ofDays(31));
        for (int arm = 1; arm <= ARMS; arm++) {
            arms.add(new LoadGenerator(arm, options.attempts() / ARMS, first, images));
        }
        long start = System.nanoTime();
        long told = start;
        for (long i = 0; i < options.attempts(); i++) {
            pace(start, i);
            int arm = (int) (i % ARMS);
            for (AttemptEvent event : arms.get(arm).next(clock.instant())) {
                publisher.publish(event, arm);
            }
            consumer.fault().ifPresent(fault -> {
                throw fault;
            });
            if (System.nanoTime() - told > TimeUnit.SECONDS.toNanos(10)) {
                told = System.nanoTime();
                progress.accept(String.format(
                        java.util.Locale.ROOT,
                        "%,d of %,d attempts stored, %.0f a second",
                        stored.get(),
                        options.attempts(),
                        stored.get() / ((told - start) / 1e9)));
            }
        }
        awaitStored();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Load(
                options.attempts(),
                options.attempts() * LoadGenerator.FRAMES,
                options.attempts() * LoadGenerator.FRAMES * images.get(0).byteCount(),
                seconds,
                percentile(latencies.stream().mapToDouble(nanos -> nanos / 1e6).toArray(), 99));
    }

    private void pace(long start, long attempt) {
        if (options.attemptsPerSecond() > 0) {
            long due = start + Math.round(attempt / options.attemptsPerSecond() * 1e9);
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    private void awaitStored() {
        long seen = -1;
        long since = System.nanoTime();
        while (stored.get() < options.attempts()) {
            consumer.fault().ifPresent(fault -> {
                throw fault;
            });
            if (stored.get() != seen) {
                seen = stored.get();
                since = System.nanoTime();
            } else if (System.nanoTime() - since > STALLED.toNanos()) {
                throw new FarmException(
                        ErrorCode.BUG, "Found " + seen + " attempts stored, expected " + options.attempts());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Asks what was loaded; the first question of each kind is not counted. */
    public Questions ask() {
        progress.accept("asking ...");
        store.queries().sql("select 1", 0, LONG, new Discard());
        List<AttemptId> some = sample();
        Random random = new Random(7);
        double[] attempt = times(QUESTIONS, i -> {
            AttemptId id = some.get(random.nextInt(some.size()));
            var unused = store.attempt(id).orElseThrow();
        });
        double[] filter = times(
                QUESTIONS,
                i -> store.queries()
                        .attempts(
                                new AttemptQuery(
                                        AttemptFilter.parse("arm=" + (1 + random.nextInt(ARMS))
                                                + " and outcome='failure' and predicted>0.98 and model='m"
                                                + String.format(
                                                        java.util.Locale.ROOT,
                                                        "%04d",
                                                        1 + random.nextInt(LoadGenerator.MODELS))
                                                + "'"),
                                        List.of(),
                                        AttemptQuery.Order.NEWEST,
                                        100),
                                LONG,
                                new Discard()));
        double[] group = times(
                3,
                i -> store.queries()
                        .sql(
                                "select object, model, day, count(*), avg((outcome = 'success')::int) from grasps"
                                        + " group by object, model, day",
                                0,
                                LONG,
                                new Discard()));
        return new Questions(percentile(attempt, 95), percentile(filter, 95), percentile(group, 50));
    }

    private List<AttemptId> sample() {
        List<AttemptId> ids = new ArrayList<>();
        store.queries()
                .sql(
                        "select attempt_id from grasps where hashtext(attempt_id::text) % greatest(1, (select count(*)"
                                + " / 5000 from grasps)) = 0 limit 5000",
                        0, LONG, new Discard() {
                            @Override
                            public void row(List<Object> values) {
                                ids.add(AttemptId.parse((String) values.get(0)));
                            }
                        });
        return ids;
    }

    private static double[] times(int count, LongConsumer question) {
        question.accept(-1);
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            question.accept(i);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return millis;
    }

    static double percentile(double[] values, int percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(percent / 100.0 * sorted.length) - 1];
    }

    private static class Discard implements TableSink {
        @Override
        public void begin(List<TableColumn> columns) {}

        @Override
        public void row(List<Object> values) {}
    }

    @Override
    public void close() {
        publisher.close();
        consumer.close();
        store.close();
        database.close();
        broker.close();
    }
}
