package armfarm.episodes.postgres;

import armfarm.episodes.Curation;
import armfarm.episodes.CurationRecord;
import armfarm.episodes.CurationRecord.Action;
import armfarm.episodes.CurationResult;
import armfarm.episodes.LabelRecord;
import armfarm.episodes.PurgePlan;
import armfarm.episodes.query.AttemptFilter;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.LabelSource;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Labels and decisions as rows; purging is in {@link Purge}. */
final class AttemptCuration implements Curation {
    private static final String INSERT_LABEL =
            "insert into label (attempt_id, source, outcome, confidence, labelled_at, labelled_by, note)"
                    + " values (?, ?, ?, ?, ?, ?, ?)";

    private static final String UNUSABLE = """
        (a.purged_at is not null or exists (select from purge_pending p where p.attempt_id = a.id)
            or exists (select from frame f where f.attempt_id = a.id and f.lost is not null))\
        """;

    /** Parameters: excluded, ids, excluded, action, by, reason, time. */
    private static final String SET_EXCLUDED = """
        with changed as (
            update attempt a set excluded = ? where a.id = any(?) and a.excluded <> ? %s returning a.id
        ), written as (
            insert into curation (attempt_id, action, done_by, reason, done_at)
            select id, ?, ?, ?, ? from changed order by id returning attempt_id
        )
        select attempt_id from written order by attempt_id\
        """;

    private final DataSource dataSource;
    private final InstantSource clock;
    private final Purge purge;
    private final boolean writing;

    /** @param writing whether the caller holds the writer lock, so that bytes may be changed */
    AttemptCuration(DataSource dataSource, InstantSource clock, Purge purge, boolean writing) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.purge = purge;
        this.writing = writing;
    }

    @Override
    public void addLabel(AttemptId attempt, OutcomeLabel label, Optional<String> labelledBy, Optional<String> note) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            PostgresTrainingSets.lockLabels(connection);
            refuseWithoutOutcome(connection, attempt);
            Sql.update(
                    connection,
                    INSERT_LABEL,
                    attempt.uuid(),
                    label.source(),
                    label.outcome(),
                    label.confidence(),
                    clock.instant(),
                    Sql.orNull(labelledBy),
                    Sql.orNull(note));
            if (label.source() == LabelSource.HUMAN) {
                Sql.update(
                        connection,
                        "update attempt set label_outcome = ?, label_source = ?, label_confidence = ? where id = ?",
                        label.outcome(),
                        label.source(),
                        label.confidence(),
                        attempt.uuid());
            }
            connection.commit();
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot label attempt " + attempt, e);
        }
    }

    private static void refuseWithoutOutcome(Connection connection, AttemptId attempt) throws SQLException {
        Optional<String> abortReason = Sql.list(
                        connection,
                        "select coalesce(abort_reason, '') from attempt where id = ?",
                        row -> row.getString(1),
                        attempt.uuid())
                .stream()
                .findFirst();
        if (abortReason.isEmpty()) {
            throw new FarmException(ErrorCode.DATA, "There is no attempt " + attempt + " to label in this farm");
        }
        if (!abortReason.get().isEmpty()) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Attempt " + attempt + " was aborted (" + abortReason.get()
                            + "), so it has no outcome to label; nothing was changed");
        }
    }

    @Override
    public List<LabelRecord> labels(AttemptId attempt) {
        return Sql.list(
                dataSource,
                "Cannot read the labels of attempt " + attempt,
                "select * from label where attempt_id = ? order by id",
                row -> new LabelRecord(
                        row.getLong("id"),
                        new OutcomeLabel(
                                LabelSource.valueOf(row.getString("source")),
                                Outcome.valueOf(row.getString("outcome")),
                                row.getDouble("confidence")),
                        Sql.instant(row, "labelled_at"),
                        Sql.optionalText(row, "labelled_by"),
                        Sql.optionalText(row, "note")),
                attempt.uuid());
    }

    @Override
    public List<CurationRecord> decisions(AttemptId attempt) {
        return Sql.list(
                dataSource,
                "Cannot read the decisions about attempt " + attempt,
                "select * from curation where attempt_id = ? order by id",
                row -> new CurationRecord(
                        row.getLong("id"),
                        attempt,
                        Action.valueOf(row.getString("action")),
                        row.getString("done_by"),
                        row.getString("reason"),
                        Sql.instant(row, "done_at")),
                attempt.uuid());
    }

    @Override
    public List<AttemptId> matching(AttemptFilter filter) {
        return Sql.list(
                dataSource,
                "Cannot find the attempts that fit '" + filter.text() + "'",
                "select attempt_id from grasps where (" + filter.sql() + ") order by attempt_id",
                AttemptCuration::id,
                filter.parameters().toArray());
    }

    @Override
    public CurationResult exclude(List<AttemptId> attempts, String doneBy, String reason, boolean dryRun) {
        return setExcluded(attempts, Action.EXCLUDE, doneBy, reason, dryRun);
    }

    @Override
    public CurationResult include(List<AttemptId> attempts, String doneBy, String reason, boolean dryRun) {
        return setExcluded(attempts, Action.INCLUDE, doneBy, reason, dryRun);
    }

    private CurationResult setExcluded(
            List<AttemptId> attempts, Action action, String doneBy, String reason, boolean dryRun) {
        List<AttemptId> distinct = attempts.stream().distinct().toList();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            PostgresTrainingSets.lockLabels(connection);
            long unusable = action == Action.EXCLUDE
                    ? 0
                    : Sql.list(
                                    connection,
                                    "select count(*) from attempt a where a.id = any(?) and " + UNUSABLE,
                                    row -> row.getLong(1),
                                    ids(connection, distinct))
                            .get(0);
            List<AttemptId> changed = setExcluded(connection, distinct, action, doneBy, reason);
            if (dryRun) {
                connection.rollback();
            } else {
                connection.commit();
            }
            return new CurationResult(changed, distinct.size() - changed.size() - unusable, unusable);
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot " + action.name().toLowerCase(Locale.ROOT) + " attempts", e);
        }
    }

    /** Within the caller's transaction, which holds the lock of the labels. @return the attempts that were not so yet */
    List<AttemptId> setExcluded(
            Connection connection, Collection<AttemptId> attempts, Action action, String doneBy, String reason)
            throws SQLException {
        boolean excluded = action == Action.EXCLUDE;
        return Sql.list(
                connection,
                SET_EXCLUDED.formatted(excluded ? "" : "and not " + UNUSABLE),
                AttemptCuration::id,
                excluded,
                ids(connection, attempts),
                excluded,
                action,
                doneBy,
                reason,
                clock.instant());
    }

    @Override
    public List<AttemptId> purgedFrom(String snapshot) {
        return Sql.list(
                dataSource,
                "Cannot read what was purged from snapshot " + snapshot,
                "select attempt_id from snapshot_break where snapshot = ? order by attempt_id",
                AttemptCuration::id,
                snapshot);
    }

    @Override
    public PurgePlan planPurge(List<AttemptId> attempts) {
        return purge.plan(attempts);
    }

    @Override
    public PurgePlan purge(List<AttemptId> attempts, String doneBy, String reason) {
        if (!writing) {
            throw new FarmException(ErrorCode.BUG, "This store is open for reading only");
        }
        return purge.run(attempts, doneBy, reason);
    }

    static Array ids(Connection connection, Collection<AttemptId> attempts) throws SQLException {
        return connection.createArrayOf(
                "uuid", attempts.stream().map(AttemptId::uuid).toArray(UUID[]::new));
    }

    static AttemptId id(ResultSet row) throws SQLException {
        return new AttemptId(row.getObject("attempt_id", UUID.class));
    }
}
