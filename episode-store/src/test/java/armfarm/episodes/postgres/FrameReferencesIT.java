package armfarm.episodes.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No frame is without its attempt or its shard, whoever writes to the database. */
class FrameReferencesIT {
    private static final String COPY_OF_A_FRAME = """
            insert into frame (attempt_id, sequence, kind, stamp, received_at, media_type, shard_id, byte_offset,
                byte_length, crc32c, step_index)
            select %s, 900 + sequence, kind, stamp, received_at, media_type, %s, byte_offset, byte_length, crc32c, step_index
            from frame""";

    @TempDir
    private Path folder;

    private StoreFixture fixture;

    @BeforeEach
    void storeSomeAttempts() {
        fixture = new StoreFixture(folder.resolve("shards"));
        fixture.append(3);
    }

    @AfterEach
    void close() throws SQLException {
        fixture.close();
    }

    @Test
    void aFrameOfAnUnknownAttemptIsRefused() throws SQLException {
        update(COPY_OF_A_FRAME.formatted("attempt_id", "shard_id"));
        assertRefused(
                COPY_OF_A_FRAME.formatted("'00000000-0000-7000-8000-000000000000'::uuid", "shard_id") + " limit 1",
                "of attempt 00000000-0000-7000-8000-000000000000 has no attempt");
    }

    @Test
    void aFrameInAnUnknownShardIsRefused() {
        assertRefused(COPY_OF_A_FRAME.formatted("attempt_id", "4711"), "is in shard 4711, which is not known");
        assertRefused("update frame set shard_id = 4711 where sequence = 1", "is in shard 4711, which is not known");
    }

    @Test
    void attemptsAndShardsAreNeverDeletedAndKeepTheirIds() {
        assertRefused("delete from attempt", "a row of table attempt is never deleted");
        assertRefused("delete from shard", "a row of table shard is never deleted");
        assertRefused("update shard set id = id + 100", "keeps its id");
    }

    private void assertRefused(String sql, String why) {
        assertThatThrownBy(() -> update(sql)).isInstanceOf(SQLException.class).hasMessageContaining(why);
    }

    private void update(String sql) throws SQLException {
        try (Connection connection = fixture.database.dataSource().getConnection()) {
            Sql.update(connection, sql);
        }
    }
}
