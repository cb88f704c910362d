package armfarm.cli.bench;

import armfarm.controller.links.StoreAccess;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.postgres.LocalPostgres;
import armfarm.episodes.postgres.PostgresEpisodeStore;
import armfarm.episodes.postgres.WriteAccess;
import armfarm.episodes.shard.ShardStorage;
import armfarm.ingest.ArmEventsTopic;
import armfarm.ingest.AttemptPublisher;
import armfarm.ingest.EventConsumer;
import armfarm.ingest.IngestConfig;
import armfarm.ingest.IngestSetup;
import armfarm.ingest.broker.EmbeddedBroker;
import armfarm.messages.AttemptEvent;
import armfarm.messages.EncodedImage;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.GraspAttempt;
import armfarm.messages.time.Deadline;
import armfarm.messages.time.Stopwatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Loads attempts through the path a farm uses (publisher, embedded Kafka, consumer, assembler, PostgreSQL and shards), then asks
 * and reads them back. The clients, the broker and the database share the machine's cores. Confined to one thread.
 */
public final class StoreBenchmark implements AutoCloseable {
    private static final int ARMS = LoadGenerator.ARMS;
    private static final int READ_IMAGES = 8000;
    private static final long DISK_BYTES = 1L << 30;
    /** About what the store writes between two syncs when it is busy. */
    private static final long BYTES_PER_SYNC = 16L << 20;

    private static final Duration STALLED = Duration.ofMinutes(2);
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    private final Options options;
    private final Consumer<String> progress;
    private final InstantSource clock = InstantSource.system();
    private final EmbeddedBroker broker;
    private final LocalPostgres database;
    private final EpisodeStore store;
    private final AttemptPublisher publisher;
    private final EventConsumer consumer;
    private final AtomicLong stored = new AtomicLong();
    private Stopwatch told = Stopwatch.start();
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();

    /**
     * What to load.
     *
     * @param attempts in all, eight images each
     * @param frameBytes of each image; the smallest readable JPEG is about 700 bytes
     * @param attemptsPerSecond at most; 0 for as fast as it goes
     * @param python with the packages webdataset, torch and pillow, to read the same shards
     */
    public record Options(long attempts, int frameBytes, double attemptsPerSecond, Optional<Path> python) {}

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

        /** Of image bytes, 10^6 a second. */
        public double megabytesPerSecond() {
            return bytes / 1e6 / seconds;
        }
    }

    /**
     * Everything that was measured.
     *
     * @param diskMegabytesPerSecond of a program that only appends and syncs as often as the store does, before and after the
     *     load: the mean
     * @param webDataset images a second that Python's webdataset reads and decodes from the same shards; empty if it could not be
     *     asked
     */
    public record Report(
            Load load,
            double diskMegabytesPerSecond,
            StoreQuestions.Answers answers,
            ReadBack.Rates readBack,
            OptionalDouble webDataset) {}

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
            StoreQuestions questions = new StoreQuestions(benchmark.store, folder.resolve("snapshots"), progress);
            StoreQuestions.Answers answers = questions.ask();
            progress.accept("reading back ...");
            ReadBack.Rates rates = ReadBack.measure(benchmark.store.episodes(), questions.sample(), READ_IMAGES);
            OptionalDouble webDataset = options.python().isEmpty()
                    ? OptionalDouble.empty()
                    : WebDatasetReader.measure(options.python().get(), folder.resolve("shards"), READ_IMAGES, progress);
            return new Report(load, (before + after) / 2, answers, rates, webDataset);
        }
    }

    private StoreBenchmark(Path folder, Path cache, Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        progress.accept("starting Kafka and PostgreSQL ...");
        IngestConfig config = IngestConfig.defaults();
        broker = EmbeddedBroker.start(folder.resolve("kafka"));
        database = LocalPostgres.start(folder, cache, LocalPostgres.ANY_PORT);
        store = PostgresEpisodeStore.open(
                database, ShardStorage.local(folder.resolve("shards")), clock, WriteAccess.alone());
        int partitions = ArmEventsTopic.ensure(broker.bootstrapServers(), ARMS, config);
        consumer = EventConsumer.alone(new IngestSetup(
                broker.bootstrapServers(),
                config,
                this::append,
                store.stream()::positions,
                StoreAccess.storedAttempts(store.stream()),
                clock));
        publisher = new AttemptPublisher(broker.bootstrapServers(), partitions, config);
        consumer.waitWhile(publisher::isBehind);
        consumer.start();
    }

    private void append(EpisodeBatch batch) {
        store.stream().append(batch);
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
        Stopwatch watch = Stopwatch.start();
        told = watch;
        Deadline pace = Deadline.after(Duration.ZERO);
        for (long i = 0; i < options.attempts(); i++) {
            awaitTurn(pace, i);
            int arm = (int) (i % ARMS);
            for (AttemptEvent event : arms.get(arm).next(clock.instant())) {
                publisher.publish(event, arm);
            }
            consumer.fault().ifPresent(fault -> {
                throw fault;
            });
            tell(watch);
        }
        awaitStored(watch);
        double seconds = watch.elapsedSeconds();
        return new Load(
                options.attempts(),
                options.attempts() * LoadGenerator.FRAMES,
                options.attempts() * LoadGenerator.FRAMES * images.get(0).byteCount(),
                seconds,
                percentile(latencies.stream().mapToDouble(nanos -> nanos / 1e6).toArray(), 99));
    }

    private void awaitTurn(Deadline first, long attempt) {
        if (options.attemptsPerSecond() > 0) {
            first.plus(Duration.ofNanos(Math.round(attempt / options.attemptsPerSecond() * 1e9)))
                    .park();
        }
    }

    /** Now and then says how far storing has come. */
    private void tell(Stopwatch watch) {
        if (told.isPast(TELL_EVERY)) {
            told = Stopwatch.start();
            progress.accept(String.format(
                    Locale.ROOT,
                    "%,d of %,d attempts stored, %.0f a second",
                    stored.get(),
                    options.attempts(),
                    stored.get() / watch.elapsedSeconds()));
        }
    }

    private void awaitStored(Stopwatch watch) {
        long seen = -1;
        Stopwatch since = Stopwatch.start();
        while (stored.get() < options.attempts()) {
            tell(watch);
            consumer.fault().ifPresent(fault -> {
                throw fault;
            });
            if (stored.get() != seen) {
                seen = stored.get();
                since = Stopwatch.start();
            } else if (since.isPast(STALLED)) {
                throw new FarmException(
                        ErrorCode.BUG, "Found " + seen + " attempts stored, expected " + options.attempts());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    static double percentile(double[] values, int percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(percent / 100.0 * sorted.length) - 1];
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
