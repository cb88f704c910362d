package armfarm.episodes.postgres;

import armfarm.episodes.StoredStream;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.StreamPosition;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Attempts and positions as rows; a {@link BatchWriter} writes them. */
final class PostgresStream implements StoredStream {
    private final DataSource dataSource;
    private final Optional<BatchWriter> writer;

    /** @param writer empty for a store that is open for reading */
    PostgresStream(DataSource dataSource, Optional<BatchWriter> writer) {
        this.dataSource = dataSource;
        this.writer = writer;
    }

    @Override
    public void append(EpisodeBatch batch) {
        writer.orElseThrow(() -> new FarmException(ErrorCode.BUG, "This store is open for reading only"))
                .append(batch);
    }

    @Override
    public List<StreamPosition> positions(String topic) {
        return Sql.list(
                dataSource,
                "Cannot read the stream positions",
                "select partition, next_offset from stream_position where topic = ? order by partition",
                row -> new StreamPosition(topic, row.getInt("partition"), row.getLong("next_offset")),
                topic);
    }

    @Override
    public boolean isStored(AttemptId attempt) {
        return Sql.one(
                dataSource,
                "Cannot look up attempt " + attempt,
                "select exists (select from attempt where id = ?)",
                row -> row.getBoolean(1),
                attempt.uuid());
    }

    @Override
    public Optional<AttemptId> newestAttempt(ArmId arm) {
        return Sql.list(
                        dataSource,
                        "Cannot look up the newest attempt of " + arm,
                        "select id from attempt where arm = ? order by id desc limit 1",
                        row -> new AttemptId(row.getObject("id", UUID.class)),
                        arm.name())
                .stream()
                .findFirst();
    }

    @Override
    public long lastAttemptNumber(ArmId arm) {
        return Sql.one(
                dataSource,
                "Cannot look up the last attempt of " + arm,
                "select coalesce(max(attempt_number), 0) from attempt where arm = ? and imported_from is null",
                row -> row.getLong(1),
                arm.name());
    }
}
