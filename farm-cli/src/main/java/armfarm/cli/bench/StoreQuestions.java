package armfarm.cli.bench;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.Snapshot;
import armfarm.episodes.SplitRule;
import armfarm.episodes.parquet.SnapshotTables;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.query.AttemptQuery;
import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.time.Stopwatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Asks what was loaded: PostgreSQL about attempts, PostgreSQL and DuckDB about all of them. Confined to one thread. */
public final class StoreQuestions {
    private static final int QUESTIONS = 300;
    private static final int TURNS = 3;
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String GROUP_BY =
            "select object, model, day, count(*), avg((outcome = 'success')::int) from grasps group by object, model,"
                    + " day";

    private final EpisodeStore store;
    private final Path snapshots;
    private final Consumer<String> progress;

    StoreQuestions(EpisodeStore store, Path snapshots, Consumer<String> progress) {
        this.store = store;
        this.snapshots = snapshots;
        this.progress = progress;
    }

    /**
     * How long the answers took.
     *
     * @param p95AttemptMs one attempt with its images
     * @param p95FilterMs at most 100 attempts of an arm and a model that were sure and failed
     * @param groupByMs success by object, model and day of all attempts by PostgreSQL; median
     * @param duckDbGroupByMs the same by DuckDB from the tables of a snapshot, in turns with it
     * @param snapshotSeconds making that snapshot
     * @param tablesSeconds writing its tables, once
     * @param manifestSeconds reading the place of every image from them
     */
    public record Answers(
            double p95AttemptMs,
            double p95FilterMs,
            double groupByMs,
            double duckDbGroupByMs,
            double snapshotSeconds,
            double tablesSeconds,
            double manifestSeconds) {}

    /** The first question of each kind is not counted. */
    Answers ask() {
        progress.accept("asking ...");
        store.queries().sql("select 1", 0, LONG, new Count());
        List<AttemptId> some = sample();
        Random random = new Random(7);
        double[] attempt = times(QUESTIONS, i -> {
            AttemptId id = some.get(random.nextInt(some.size()));
            if (store.episodes().attempt(id).isEmpty()) {
                throw new FarmException(ErrorCode.BUG, "Attempt " + id + " was found and is not stored");
            }
        });
        double[] filter = times(QUESTIONS, i -> selective(random));
        progress.accept("making a snapshot and its tables ...");
        Stopwatch making = Stopwatch.start();
        Snapshot all = store.snapshots()
                .create("all", AttemptFilter.parse(""), new SplitRule(SplitRule.GroupBy.ATTEMPT, 10, 0));
        double snapshotSeconds = making.elapsedSeconds();
        Stopwatch writing = Stopwatch.start();
        SnapshotTables tables = SnapshotTables.of(all, snapshots, store.queries(), done -> {});
        double tablesSeconds = writing.elapsedSeconds();
        progress.accept("asking about all of it ...");
        double[] group = new double[TURNS];
        double[] duckDbGroup = new double[TURNS];
        for (int turn = -1; turn < TURNS; turn++) {
            double inRows = times(1, i -> store.queries().sql(GROUP_BY, 0, LONG, new Count()))[0];
            double inTables = times(1, i -> tables.sql(GROUP_BY, 0, LONG, new Count()))[0];
            if (turn >= 0) {
                group[turn] = inRows;
                duckDbGroup[turn] = inTables;
            }
        }
        return new Answers(
                StoreBenchmark.percentile(attempt, 95),
                StoreBenchmark.percentile(filter, 95),
                StoreBenchmark.percentile(group, 50),
                StoreBenchmark.percentile(duckDbGroup, 50),
                snapshotSeconds,
                tablesSeconds,
                manifestSeconds(tables, all.size() * LoadGenerator.FRAMES));
    }

    private void selective(Random random) {
        String filter = String.format(
                Locale.ROOT,
                "arm=%d and outcome='failure' and predicted>0.98 and model='m%04d'",
                1 + random.nextInt(LoadGenerator.ARMS),
                1 + random.nextInt(LoadGenerator.MODELS));
        store.queries()
                .attempts(
                        new AttemptQuery(AttemptFilter.parse(filter), List.of(), AttemptQuery.Order.NEWEST, 100),
                        LONG,
                        new Count());
    }

    private static double manifestSeconds(SnapshotTables tables, long expected) {
        Stopwatch watch = Stopwatch.start();
        Count rows = new Count();
        tables.sql("select shard_number, byte_offset, byte_count, crc32c from frames", 0, LONG, rows);
        double seconds = watch.elapsedSeconds();
        if (rows.rows != expected) {
            throw new FarmException(
                    ErrorCode.BUG, "Found " + rows.rows + " images in the manifest, expected " + expected);
        }
        return seconds;
    }

    /** Up to 5000 attempts, spread over all. */
    List<AttemptId> sample() {
        List<AttemptId> ids = new ArrayList<>();
        store.queries()
                .sql(
                        "select attempt_id from grasps where hashtext(attempt_id::text) % greatest(1, (select count(*)"
                                + " / 5000 from grasps)) = 0 limit 5000",
                        0, LONG, new Count() {
                            @Override
                            public void row(List<Object> values) {
                                ids.add(AttemptId.parse((String) values.get(0)));
                            }
                        });
        return ids;
    }

    private static double[] times(int count, LongConsumer question) {
        if (count > 1) {
            question.accept(-1);
        }
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            Stopwatch watch = Stopwatch.start();
            question.accept(i);
            millis[i] = watch.elapsedNanos() / 1e6;
        }
        return millis;
    }

    private static class Count implements TableSink {
        private long rows;

        @Override
        public void begin(List<TableColumn> columns) {}

        @Override
        public void row(List<Object> values) {
            rows++;
        }
    }
}
