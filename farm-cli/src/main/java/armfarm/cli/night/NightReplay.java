package armfarm.cli.night;

import armfarm.cli.console.Logging;
import armfarm.controller.base.CacheFolder;
import armfarm.controller.base.DataFolder;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.StoreComparisonReport;
import armfarm.episodes.postgres.LocalPostgres;
import armfarm.episodes.postgres.PostgresEpisodeStore;
import armfarm.episodes.postgres.StoreComparison;
import armfarm.episodes.postgres.WriteAccess;
import armfarm.episodes.shard.ShardStorage;
import armfarm.ingest.night.NightEvent;
import armfarm.ingest.night.NightReader;
import armfarm.ingest.night.NightSummary;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.time.Deadline;
import armfarm.messages.time.Stopwatch;
import armfarm.messages.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Replays a recording through a pipeline of its own, disturbed by seeded faults, and compares the store that comes out with the one
 * that a reading without pipeline and faults gives. Confined to one thread.
 */
public final class NightReplay {
    /** The recorded time between records is waited for: the finest wait. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Options options;
    private final Progress progress;
    private final BooleanSupplier stopRequested;

    /**
     * How to replay.
     *
     * @param speed times the recorded one; 0 for as fast as it goes
     * @param faultSeed empty for no faults
     * @param data new folder that stays; empty for a temporary one
     * @param keep leave the temporary folder behind
     */
    public record Options(double speed, OptionalLong faultSeed, Optional<Path> data, boolean keep) {
        public Options {
            if (!(speed >= 0) || Double.isInfinite(speed)) {
                throw new FarmException(
                        ErrorCode.CONFIG, "Speed " + speed + " cannot be, expected a number above 0, or max");
            }
        }
    }

    /** Told how far it is. */
    @FunctionalInterface
    public interface Progress {
        void show(String phase, long done, long all);
    }

    /** @param stopRequested asked often; the night replay is given up when it is true */
    public NightReplay(Options options, Progress progress, BooleanSupplier stopRequested) {
        this.options = options;
        this.progress = progress;
        this.stopRequested = stopRequested;
    }

    /**
     * Blocks until both stores are made and compared.
     *
     * @throws FarmException (CONFIG, DATA) if the recording cannot be used, (RESOURCE) if a part does not start or it was given up
     */
    public ReplayReport run(Path recording) {
        try (NightReader night = NightReader.open(recording);
                ReplayFolder folder = ReplayFolder.open(options.data())) {
            if (options.keep()) {
                folder.keep();
            }
            Logging.toFile(folder.root().resolve("logs"));
            try (LocalPostgres database = database(folder.expected());
                    EpisodeStore store = PostgresEpisodeStore.open(
                            database,
                            ShardStorage.local(folder.expected().shards()),
                            InstantSource.system(),
                            WriteAccess.alone())) {
                ExpectedStore expected = new ExpectedStore(store.stream(), Topics.ARM_EVENTS);
                long all = night.summary().events();
                expected.fill(night.inTimeOrder(), done -> {
                    checkStop();
                    progress.show("reading without faults", done, all);
                });
                return replay(night, folder, expected, database);
            }
        }
    }

    private static LocalPostgres database(DataFolder folder) {
        return LocalPostgres.start(folder.root(), CacheFolder.path(), LocalPostgres.ANY_PORT);
    }

    private ReplayReport replay(
            NightReader night, ReplayFolder folder, ExpectedStore expected, LocalPostgres expectedDatabase) {
        NightSummary summary = night.summary();
        Random random = new Random(options.faultSeed().orElse(0));
        List<FaultPlan.Fault> plan = options.faultSeed().isPresent()
                ? FaultPlan.of(options.faultSeed().getAsLong(), summary.events())
                : List.of();
        // Without faults nothing is remembered for sending it again.
        Predicate<NightEvent> repeatable = plan.isEmpty() ? event -> false : expected::isRepeatable;
        DisturbedNight disturbed = new DisturbedNight(night.inTimeOrder(), plan, repeatable, random);
        int partitions = 1 + night.partitions().stream().mapToInt(i -> i).max().orElse(0);
        progress.show("starting the pipeline", 0, summary.events());
        try (ReplayPipeline pipeline = new ReplayPipeline(folder.replayed(), partitions, random)) {
            Stopwatch watch = Stopwatch.start();
            play(disturbed, pipeline, summary);
            progress.show("storing the rest", summary.events(), summary.events());
            pipeline.finish(this::checkStop);
            double seconds = watch.elapsedSeconds();
            StoreComparisonReport compared = StoreComparison.compare(
                    new StoreComparison.Side(expectedDatabase, folder.expected().shards()),
                    new StoreComparison.Side(
                            pipeline.store().database(), folder.replayed().shards()),
                    new StoreComparison.Exceptions(expected.endedByReader(), disturbed.strangers()),
                    rows -> {
                        checkStop();
                        progress.show("comparing", rows, rows);
                    });
            FarmCounts counts = pipeline.store().store().statistics().counts();
            List<String> problems = problems(expected, counts, summary);
            if (compared.differentRows() > 0 || !problems.isEmpty()) {
                folder.keep(); // to be looked into
            }
            return new ReplayReport(
                    summary.events(),
                    compared.rows(),
                    compared.differentRows(),
                    labelled(disturbed.done(), pipeline.faults()),
                    expected.attempts(),
                    counts.stored(),
                    counts.rejected(),
                    counts.rejectedRecords(),
                    summary.complete(),
                    rounded(seconds),
                    rounded(summary.duration().toNanos() / 1e9),
                    folder.stays() ? folder.root().toString() : "",
                    compared.differences(),
                    problems);
        }
    }

    private void play(DisturbedNight disturbed, ReplayPipeline pipeline, NightSummary summary) {
        long firstMillis = summary.first().map(first -> first.toEpochMilli()).orElse(0L);
        Deadline start = Deadline.after(Duration.ZERO);
        long done = 0;
        while (disturbed.hasNext()) {
            NightStep step = disturbed.next();
            awaitTurn(start, step.dueMillis() - firstMillis);
            step.fault().ifPresent(pipeline::happen);
            step.record().ifPresent(pipeline::publish);
            done += step.record().isPresent() ? 1 : 0;
            progress.show("replaying", Math.min(done, summary.events()), summary.events());
        }
    }

    private void awaitTurn(Deadline start, long afterMillis) {
        checkStop();
        if (options.speed() == 0) {
            return;
        }
        Deadline due = start.plus(Duration.ofNanos(Math.round(afterMillis / options.speed() * 1e6)));
        while (!due.isOver()) {
            LockSupport.parkNanos(Math.min(due.left().toNanos(), LONGEST_WAIT_NANOS));
            checkStop();
        }
    }

    private void checkStop() {
        if (stopRequested.getAsBoolean()) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "The night replay was stopped before its end; nothing was compared");
        }
    }

    private static List<String> problems(ExpectedStore expected, FarmCounts counts, NightSummary summary) {
        List<String> problems = new ArrayList<>();
        if (expected.attempts() != counts.stored() + counts.rejected()) {
            problems.add("the records name " + expected.attempts() + " attempts, but " + counts.stored()
                    + " were stored and " + counts.rejected() + " rejected");
        }
        if (expected.events() != summary.events()) {
            problems.add("read " + expected.events() + " events of " + summary.events());
        }
        return problems;
    }

    private static Map<String, Long> labelled(Map<FaultKind, Long> stream, Map<FaultKind, Long> processes) {
        Map<FaultKind, Long> all = new EnumMap<>(FaultKind.class);
        all.putAll(stream);
        all.putAll(processes);
        Map<String, Long> labels = new TreeMap<>();
        all.forEach((kind, count) -> labels.put(kind.label(), count));
        return labels;
    }

    private static double rounded(double seconds) {
        return Math.round(1_000 * seconds) / 1_000.0;
    }
}
