package armfarm.episodes.parquet;

import armfarm.episodes.DataQueries;
import armfarm.episodes.Snapshot;
import armfarm.episodes.query.TableSink;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A snapshot's rows as two Parquet files, written once: {@code grasps.parquet}, a row per attempt with the label and split of the
 * snapshot, and {@code frames.parquet}, the manifest: a row per image with its place in the shards, in the order of the attempts.
 * Any program that reads Parquet can use them; questions that look at every row are answered from them many times faster than
 * from the rows in the database.
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class SnapshotTables {
    /** So many attempts are asked for at a time. */
    private static final int STRETCH = 10_000;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String GRASPS = """
            select m.ordinal, m.attempt_id, m.split, m.outcome, m.label_source, m.label_confidence, m.object, g.arm,
                g.attempt_number, g.started_at, g.ended_at, g.stored_at, g.day, g.purpose, g.object_set, g.scene_id,
                g.sensor_outcome, g.truth_outcome, g.model, g.exploration, g.predicted, g.cem_seed, g.grasp_x_meters,
                g.grasp_y_meters, g.grasp_z_meters, g.grasp_yaw_radians, g.gripper_opening_meters, g.drop_test_difference,
                g.deciding_ms, g.robot_time_ms, g.missed_images, g.imported_from, g.software_version, g.source, m.label_id,
                case when g.exploration then 'random' when g.model <> '' then 'model' when g.purpose = 'import' then 'recorded'
                    else 'random' end as policy, case when m.outcome = 'failure' then g.failure_cause end as failure_cause,
                g.predicted_cause, g.predicted_empty, g.predicted_slipped, g.predicted_blocked
            from snapshot_members m join grasps g using (attempt_id)
            where m.snapshot = '%s' and m.ordinal > %d and m.ordinal <= %d order by m.ordinal""";

    private static final String FRAMES = """
            select m.ordinal, m.attempt_id, m.split, m.outcome, f.sequence, f.kind, f.media_type, f.shard, f.byte_offset,
                f.byte_count, f.crc32c, f.shard_number
            from snapshot_members m join frames f using (attempt_id)
            where m.snapshot = '%s' and m.ordinal > %d and m.ordinal <= %d order by m.ordinal, f.sequence""";

    private final Path folder;

    private SnapshotTables(Path folder) {
        this.folder = folder;
    }

    /**
     * The tables of a snapshot; writes them if they are not there.
     *
     * @param snapshots the folder of all snapshots; each has a folder of its name in it
     * @param progress told how many attempts are written, of twice the snapshot's
     * @throws FarmException (RESOURCE) if they cannot be written; half of them is never left under their name
     */
    public static SnapshotTables of(Snapshot snapshot, Path snapshots, DataQueries queries, LongConsumer progress) {
        Path folder = snapshots.resolve(snapshot.name());
        if (!Files.exists(folder)) {
            write(snapshot, folder, queries, progress);
        }
        return new SnapshotTables(folder);
    }

    /** The tables of a snapshot if they were written; needs no database. */
    public static Optional<SnapshotTables> written(String name, Path snapshots) {
        return Optional.of(snapshots.resolve(name))
                .filter(folder -> Files.isRegularFile(folder.resolve("frames.parquet")))
                .map(SnapshotTables::new);
    }

    private static void write(Snapshot snapshot, Path folder, DataQueries queries, LongConsumer progress) {
        Path unfinished = folder.resolveSibling(
                "." + snapshot.name() + "." + ProcessHandle.current().pid());
        try {
            Files.createDirectories(unfinished);
            write(GRASPS, snapshot, unfinished.resolve("grasps.parquet"), queries, progress);
            write(
                    FRAMES,
                    snapshot,
                    unfinished.resolve("frames.parquet"),
                    queries,
                    done -> progress.accept(snapshot.size() + done));
            publish(unfinished, folder);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Cannot write the tables of snapshot " + snapshot.name() + " to " + folder + ": " + e
                            + "; the snapshot itself is kept. Free some space or fix the permissions and ask again.",
                    e);
        }
    }

    private static void write(String select, Snapshot snapshot, Path file, DataQueries queries, LongConsumer progress) {
        try (ParquetTable table = new ParquetTable(file)) {
            for (long after = 0; after < snapshot.size(); after += STRETCH) {
                queries.sql(select.formatted(snapshot.name(), after, after + STRETCH), 0, PATIENCE, table);
                progress.accept(Math.min(snapshot.size(), after + STRETCH));
            }
            table.write();
        }
    }

    private static void publish(Path unfinished, Path folder) throws IOException {
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.exists(folder)) {
                throw e;
            }
            // Another process was quicker and wrote the same.
            try (Stream<Path> files = Files.list(unfinished)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(unfinished);
        }
    }

    /** Where the files are. */
    public Path folder() {
        return folder;
    }

    /**
     * Answers one SELECT on the tables {@code grasps} and {@code frames} with DuckDB, which can read these two files and nothing
     * else.
     *
     * @param limit at most so many rows; 0 for all
     * @return rows given to the sink
     * @throws FarmException (CONFIG) if DuckDB does not accept it; (RESOURCE) if it took longer than the timeout
     */
    public long sql(String sql, long limit, Duration timeout, TableSink sink) {
        try (DuckDbQuestions questions = DuckDbQuestions.open(folder, List.of("grasps", "frames"))) {
            return questions.ask(sql, limit, timeout, sink);
        }
    }
}
