package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelState;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.ProcessLock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresFarmBoardIT extends FarmBoardContract {
    private final Database database = TestPostgres.newDatabase();
    private final PostgresFarmBoard board = PostgresFarmBoard.open(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    FarmBoard board() {
        return board;
    }

    @Test
    void noStoreIsConnectedToADatabaseThatNobodyUses() {
        assertThat(board.stores()).isZero();
    }

    @Test
    void aLockWhoseConnectionWasCutIsTakenAgain() {
        try (ProcessLock lock = board.lock("trainer")) {
            assertThat(lock.check()).isEqualTo(ProcessLock.State.HELD);

            Sql.list(
                    database.dataSource(),
                    "cutting",
                    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
                            + " and database = (select oid from pg_database where datname = current_database())",
                    row -> row.getBoolean(1));

            assertThat(lock.check()).isEqualTo(ProcessLock.State.HELD);
        }
        database.close();
        assertThat(board.lock("trainer").check()).isEqualTo(ProcessLock.State.UNREACHABLE);
    }

    @Test
    void keepsModelFilesAndNoticesDamage() {
        ModelVersion version = new ModelVersion("r1-abc");
        PostgresModelFiles files = new PostgresModelFiles(database);
        ModelRows models = new ModelRows(database.dataSource(), InstantSource.fixed(Instant.EPOCH));
        models.save(new ModelRecord(
                version, 1, ModelState.CANDIDATE, Instant.EPOCH, Optional.empty(), "{}", "f", "0", "trained"));

        files.keep(version, new byte[] {1, 2, 3});
        files.keep(version, new byte[] {9});
        assertThat(files.newest()).isEmpty();
        models.setState(version, ModelState.FLEET, "newest");

        assertThat(files.newest()).contains(version);
        assertThat(files.content(version)).containsExactly(1, 2, 3);
        Sql.update(database.dataSource(), "damage", "update model_file set content = '\\x0102'");
        assertThatThrownBy(() -> files.content(version))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> files.content(new ModelVersion("r2-def")))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("not in the database");
    }
}
