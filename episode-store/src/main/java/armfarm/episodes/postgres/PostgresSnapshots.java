package armfarm.episodes.postgres;

import armfarm.episodes.Snapshot;
import armfarm.episodes.SnapshotMember;
import armfarm.episodes.Snapshots;
import armfarm.episodes.Split;
import armfarm.episodes.SplitRule;
import armfarm.episodes.TrainingSplit;
import armfarm.episodes.query.AttemptFilter;
import armfarm.messages.AttemptId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.LabelSource;
import armfarm.messages.ModelVersion;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Freezes choices of attempts under names, and reads them. */
final class PostgresSnapshots implements Snapshots {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** Parameters: name, validation and test percent, then those of the filter. The hash is of the group's name alone. */
    private static final String INSERT_MEMBERS = """
        insert into snapshot_member (snapshot, ordinal, attempt_id, label_id, split, object_id)
        select ?, row_number() over (order by attempt_id), attempt_id, label_id,
            case when bucket < ? then 'VALIDATION' when bucket < ? then 'TEST' else 'TRAIN' end, object
        from (
            select g.attempt_id, g.object, counting.label_id,
                ('x' || substr(md5(%s), 1, 8))::bit(32)::bigint %% 100 as bucket
            from grasps g
            cross join lateral (
                select l.id as label_id from label l where l.attempt_id = g.attempt_id
                order by (l.source = 'HUMAN') desc, case when l.source = 'HUMAN' then -l.id else l.id end limit 1
            ) as counting
            where g.outcome in ('success', 'failure') and not g.excluded and not g.purged
                and not exists (select from purge_pending p where p.attempt_id = g.attempt_id)
                and exists (select from frame f where f.attempt_id = g.attempt_id) and (%s)
        ) as chosen\
        """;

    private static final String HASH = """
        select encode(sha256(convert_to(coalesce(string_agg(m.attempt_id || ' ' || l.outcome || ' ' || l.source || ' '
            || l.id || ' ' || m.split || E'\\n', '' order by m.ordinal), ''), 'UTF8')), 'hex') as sha256,
            count(*) filter (where l.outcome = 'SUCCESS') as successes, count(*) as attempts
        from snapshot_member m join label l on l.id = m.label_id where m.snapshot = ?\
        """;

    private static final String MEMBERS = """
        select m.ordinal, m.attempt_id, m.split, m.object_id, l.source, l.outcome, l.confidence
        from snapshot_member m join label l on l.id = m.label_id
        where m.snapshot = ? and m.ordinal > ? order by m.ordinal limit ?\
        """;

    private final DataSource dataSource;
    private final InstantSource clock;

    PostgresSnapshots(DataSource dataSource, InstantSource clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    private record Summary(String sha256, long successes, long attempts) {}

    @Override
    public Snapshot create(String name, AttemptFilter filter, SplitRule splits) {
        return create(name, filter.text(), Optional.empty(), splits, connection -> {
            insertMembers(connection, name, filter, splits);
        });
    }

    @Override
    public Snapshot create(String name, ModelVersion trained) {
        return create(
                name,
                "",
                Optional.of(trained),
                new SplitRule(SplitRule.GroupBy.ATTEMPT, TrainingSplit.VALIDATION_PERCENT, 0),
                connection -> PostgresTrainingSets.insertMembers(connection, name, trained));
    }

    /** Puts the attempts into a snapshot whose row is there. */
    @FunctionalInterface
    private interface Members {
        void insert(Connection connection) throws SQLException;
    }

    private Snapshot create(
            String name, String filter, Optional<ModelVersion> model, SplitRule splits, Members members) {
        if (!NAME.matcher(name).matches()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Snapshot name '" + name + "' cannot be used; expected 1 to 100 letters, digits, '.', '_' or '-',"
                            + " beginning with a letter or digit");
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            PostgresTrainingSets.lockLabels(connection);
            insert(connection, name, filter, model, splits, clock.instant());
            members.insert(connection);
            if (summarise(connection, name).attempts() == 0) {
                throw new FarmException(
                        ErrorCode.DATA,
                        "Snapshot " + name
                                + " would be empty: no attempt with images that ended in success or failure and"
                                + " is not excluded fits " + (filter.isEmpty() ? "" : "'" + filter + "'")
                                + "; nothing was made");
            }
            connection.commit();
        } catch (SQLException e) {
            throw SqlErrors.translate("Cannot make snapshot " + name, e);
        }
        return find(name).orElseThrow();
    }

    private static void insert(
            Connection connection,
            String name,
            String filter,
            Optional<ModelVersion> model,
            SplitRule splits,
            Instant now)
            throws SQLException {
        int made = Sql.update(
                connection,
                "insert into snapshot (name, created_at, filter, model, group_by, validation_percent, test_percent,"
                        + " successes, sha256) select ?, ?, ?, (select version from model where version = ?), ?, ?, ?, 0,"
                        + " '' on conflict do nothing",
                name,
                now,
                filter,
                model.map(ModelVersion::name).orElse(null),
                splits.groupBy(),
                splits.validationPercent(),
                splits.testPercent());
        if (made == 0) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "There is a snapshot " + name + " already, and snapshots never change; choose another name");
        }
    }

    private static void insertMembers(Connection connection, String name, AttemptFilter filter, SplitRule splits)
            throws SQLException {
        Object[] parameters = new Object[3 + filter.parameters().size()];
        parameters[0] = name;
        parameters[1] = splits.validationPercent();
        parameters[2] = splits.validationPercent() + splits.testPercent();
        for (int i = 0; i < filter.parameters().size(); i++) {
            parameters[3 + i] = filter.parameters().get(i);
        }
        Sql.update(connection, INSERT_MEMBERS.formatted(groupOf(splits.groupBy()), filter.sql()), parameters);
    }

    private static Summary summarise(Connection connection, String name) throws SQLException {
        Summary summary = Sql.list(
                        connection,
                        HASH,
                        row -> new Summary(row.getString("sha256"), row.getLong("successes"), row.getLong("attempts")),
                        name)
                .get(0);
        Sql.update(
                connection,
                "update snapshot set successes = ?, sha256 = ? where name = ?",
                summary.successes(),
                summary.sha256(),
                name);
        return summary;
    }

    private static String groupOf(SplitRule.GroupBy groupBy) {
        return switch (groupBy) {
            case ATTEMPT -> "g.attempt_id::text";
            case OBJECT -> "coalesce(nullif(g.object, ''), g.attempt_id::text)";
            case ARM -> "g.arm";
            case DAY -> "g.day::text";
        };
    }

    @Override
    public Optional<Snapshot> find(String name) {
        Map<Split, Long> attempts = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            attempts.put(split, 0L);
        }
        Sql.list(
                dataSource,
                "Cannot read snapshot " + name,
                "select split, count(*) as attempts from snapshot_member where snapshot = ? group by split",
                row -> attempts.put(Split.valueOf(row.getString("split")), row.getLong("attempts")),
                name);
        return Sql.list(
                        dataSource,
                        "Cannot read snapshot " + name,
                        "select * from snapshot where name = ?",
                        row -> snapshot(row, attempts),
                        name)
                .stream()
                .findFirst();
    }

    @Override
    public List<String> names() {
        return Sql.list(
                dataSource,
                "Cannot list the snapshots",
                "select name from snapshot order by created_at, name",
                row -> row.getString(1));
    }

    @Override
    public List<SnapshotMember> members(String name, long afterOrdinal, int limit) {
        return Sql.list(
                dataSource,
                "Cannot read snapshot " + name,
                MEMBERS,
                row -> new SnapshotMember(
                        row.getLong("ordinal"),
                        new AttemptId(row.getObject("attempt_id", UUID.class)),
                        Split.valueOf(row.getString("split")),
                        new OutcomeLabel(
                                LabelSource.valueOf(row.getString("source")),
                                Outcome.valueOf(row.getString("outcome")),
                                row.getDouble("confidence")),
                        row.getString("object_id")),
                name,
                afterOrdinal,
                limit);
    }

    private static Snapshot snapshot(ResultSet row, Map<Split, Long> attempts) throws SQLException {
        return new Snapshot(
                row.getString("name"),
                Sql.instant(row, "created_at"),
                row.getString("filter"),
                Columns.model(row),
                new SplitRule(
                        SplitRule.GroupBy.valueOf(row.getString("group_by").toUpperCase(Locale.ROOT)),
                        row.getInt("validation_percent"),
                        row.getInt("test_percent")),
                attempts,
                row.getLong("successes"),
                row.getString("sha256"));
    }
}
