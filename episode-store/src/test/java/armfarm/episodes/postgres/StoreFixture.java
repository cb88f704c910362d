package armfarm.episodes.postgres;

import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FsckReport;
import armfarm.episodes.TrainingExample;
import armfarm.episodes.TrainingSet;
import armfarm.episodes.shard.ObjectStore;
import armfarm.episodes.shard.ShardStorage;
import armfarm.episodes.testing.Attempts;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store with small shards that can be closed and opened again. */
final class StoreFixture implements AutoCloseable {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T13:00:00Z"));
    /** About four attempts with images of 700 bytes. */
    static final long ROLL_BYTES = 16_000;

    final Database database = TestPostgres.newDatabase();
    final Attempts attempts = new Attempts(31);
    final Path shards;
    EpisodeStore store;

    private final Optional<ObjectStore> objects;

    StoreFixture(Path shards) {
        this(shards, Optional.empty());
    }

    /** With sealed shards also in the object store, and no local copies of those. */
    StoreFixture(Path shards, Optional<ObjectStore> objects) {
        this.shards = shards;
        this.objects = objects;
        open();
    }

    /** All examples of a set, as they are shown. */
    static List<TrainingExample> examples(EpisodeStore store, TrainingSet set) {
        List<TrainingExample> examples = new ArrayList<>();
        store.trainingSets().examples(set.id(), examples::add);
        return examples;
    }

    static ShardStorage local(Path shards) {
        return new ShardStorage(shards, ROLL_BYTES, Optional.empty(), 0);
    }

    ShardStorage storage() {
        return storage(0);
    }

    ShardStorage storage(long keepLocalBytes) {
        return new ShardStorage(shards, ROLL_BYTES, objects, keepLocalBytes);
    }

    void open() {
        store = PostgresEpisodeStore.open(database, storage(), CLOCK, WriteAccess.alone());
    }

    /** What the background thread does again and again. */
    Optional<String> upload() {
        return uploader(storage(), step -> {}).run(() -> false);
    }

    ShardUploader uploader(ShardStorage storage, Consumer<ShardUploader.Step> reached) {
        return new ShardUploader(database.dataSource(), storage, CLOCK, reached);
    }

    List<GraspAttempt> append(int count) {
        List<GraspAttempt> some = attempts.next(count);
        store.stream().append(new EpisodeBatch(some, List.of(), List.of()));
        return some;
    }

    FsckReport fsck() {
        return Fsck.check(database, storage(), true, text -> {});
    }

    /** Opens and closes the store around it, as the command does. */
    FsckReport repair() {
        store.close();
        FsckReport report = Fsck.repair(database, storage(), CLOCK, false, text -> {});
        open();
        return report;
    }

    String ask(String sql) {
        return Sql.one(database.dataSource(), "Cannot ask", "select (" + sql + ")::text", row -> row.getString(1));
    }

    void execute(String sql) {
        try {
            TestPostgres.execute(database, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<AttemptId> ids(List<GraspAttempt> attempts) {
        return attempts.stream().map(GraspAttempt::id).toList();
    }

    @Override
    public void close() {
        store.close();
        database.close();
    }
}
