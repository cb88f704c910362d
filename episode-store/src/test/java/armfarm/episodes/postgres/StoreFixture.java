package armfarm.episodes.postgres;

import armfarm.episodes.Attempts;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FsckReport;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A store with small shards that can be closed and opened again. */
final class StoreFixture implements AutoCloseable {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T13:00:00Z"));
    /** About four attempts with images of 700 bytes. */
    static final long ROLL_BYTES = 16_000;

    final Database database = TestPostgres.newDatabase();
    final Attempts attempts = new Attempts(31);
    final Path shards;
    EpisodeStore store;

    StoreFixture(Path shards) {
        this.shards = shards;
        open();
    }

    void open() {
        store = PostgresEpisodeStore.open(database, shards, CLOCK, ROLL_BYTES, () -> {});
    }

    List<GraspAttempt> append(int count) {
        List<GraspAttempt> some = attempts.next(count);
        store.append(new EpisodeBatch(some, List.of(), List.of()));
        return some;
    }

    FsckReport fsck() {
        return Fsck.check(database, shards, true);
    }

    /** Opens and closes the store around it, as the command does. */
    FsckReport repair() {
        store.close();
        FsckReport report = Fsck.repair(database, shards, CLOCK, false);
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
