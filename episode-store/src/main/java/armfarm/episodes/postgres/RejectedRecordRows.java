package armfarm.episodes.postgres;

import armfarm.episodes.RejectedRecords;
import armfarm.episodes.StoredRejection;
import armfarm.messages.AttemptId;
import armfarm.messages.EncodedImage;
import armfarm.messages.RejectedRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The rejected records as rows. */
final class RejectedRecordRows implements RejectedRecords {
    private static final String FAILURE = "Cannot read the rejected records";

    private static final String SELECT = """
            select r.id, r.topic, r.partition, r.record_offset, r.attempt_id, r.reason, length(r.payload) as payload_bytes,
                r.stored_at, r.replayed_at, r.replay_result,
                exists (select from attempt a where a.id = r.attempt_id) as attempt_stored
            from rejected_record r where %s order by r.id""";

    private final DataSource dataSource;
    private final InstantSource clock;

    RejectedRecordRows(DataSource dataSource, InstantSource clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    @Override
    public long count() {
        return Sql.one(dataSource, FAILURE, "select count(*) from rejected_record", row -> row.getLong(1));
    }

    @Override
    public List<StoredRejection> list(long afterId, int limit) {
        return Sql.list(
                dataSource,
                FAILURE,
                SELECT.formatted("r.id > ?") + " limit ?",
                RejectedRecordRows::rejection,
                afterId,
                limit);
    }

    @Override
    public Optional<StoredRejection> find(long id) {
        return Sql.list(dataSource, FAILURE, SELECT.formatted("r.id = ?"), RejectedRecordRows::rejection, id).stream()
                .findFirst();
    }

    @Override
    public Optional<EncodedImage> payload(long id) {
        return Sql.list(
                        dataSource,
                        FAILURE,
                        "select payload from rejected_record where id = ?",
                        row -> new EncodedImage(RejectedRecord.PAYLOAD_TYPE, row.getBytes(1)),
                        id)
                .stream()
                .findFirst();
    }

    @Override
    public List<StoredRejection> around(Collection<AttemptId> attempts) {
        try (Connection connection = dataSource.getConnection()) {
            return Sql.list(
                    connection,
                    SELECT.formatted("r.attempt_id = any(?) or r.attempt_id is null"),
                    RejectedRecordRows::rejection,
                    AttemptCuration.ids(connection, attempts));
        } catch (SQLException e) {
            throw SqlErrors.translate(FAILURE, e);
        }
    }

    @Override
    public void markReplayed(Map<Long, String> results) {
        Instant now = clock.instant();
        List<Object[]> rows = new ArrayList<>();
        results.forEach((id, result) -> rows.add(new Object[] {now, result, id}));
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            Sql.batch(connection, "update rejected_record set replayed_at = ?, replay_result = ? where id = ?", rows);
            connection.commit();
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot write down what became of " + rows.size() + " rejected records", e);
        }
    }

    private static StoredRejection rejection(ResultSet row) throws SQLException {
        Optional<StoredRejection.Replay> replay = row.getString("replayed_at") == null
                ? Optional.empty()
                : Optional.of(
                        new StoredRejection.Replay(Sql.instant(row, "replayed_at"), row.getString("replay_result")));
        return new StoredRejection(
                row.getLong("id"),
                row.getString("topic"),
                row.getInt("partition"),
                row.getLong("record_offset"),
                Optional.ofNullable(row.getObject("attempt_id", UUID.class)).map(AttemptId::new),
                row.getString("reason"),
                row.getInt("payload_bytes"),
                Sql.instant(row, "stored_at"),
                row.getBoolean("attempt_stored"),
                replay);
    }
}
