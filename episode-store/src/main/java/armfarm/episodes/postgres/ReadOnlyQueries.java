package armfarm.episodes.postgres;

import armfarm.episodes.DataQueries;
import armfarm.episodes.Snapshots;
import armfarm.episodes.jdbc.JdbcAnswer;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.query.AttemptQuery;
import armfarm.episodes.query.CauseTable;
import armfarm.episodes.query.DataInfo;
import armfarm.episodes.query.ObjectStorage;
import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import armfarm.messages.ErrorCode;
import armfarm.messages.FailureCause;
import armfarm.messages.FarmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * Reads in a transaction that cannot write, as a role that sees the documented views only, with a time limit, and row by row.
 */
final class ReadOnlyQueries implements DataQueries {
    private static final int FETCH_ROWS = 1000;
    private static final String READER = "armfarm_reader";
    private static final String CANCELLED = "57014";
    private static final String CAUSES = """
        select predicted_cause, outcome = 'success', failure_cause, count(*), coalesce(sum(predicted), 0), sum(predicted_empty),
            sum(predicted_slipped), sum(predicted_blocked)
        from grasps where (%s) and predicted_cause is not null and outcome in ('success', 'failure') group by 1, 2, 3\
        """;

    private final DataSource dataSource;
    private final Snapshots snapshots;

    ReadOnlyQueries(DataSource dataSource, Snapshots snapshots) {
        this.snapshots = snapshots;
        this.dataSource = dataSource;
    }

    @Override
    public long attempts(AttemptQuery query, Duration timeout, TableSink sink) {
        String columns = "*";
        if (!query.columns().isEmpty()) {
            Set<String> known = graspColumns();
            for (String column : query.columns()) {
                if (!known.contains(column)) {
                    throw new FarmException(
                            ErrorCode.CONFIG,
                            "There is no column '" + column + "'; expected some of " + String.join(", ", known));
                }
            }
            columns = String.join(", ", query.columns());
        }
        return run(
                "select " + columns + " from grasps where " + query.filter().sql() + " order by "
                        + query.order().sql() + (query.limit() > 0 ? " limit " + query.limit() : ""),
                query.filter().parameters(),
                0,
                timeout,
                sink);
    }

    private Set<String> graspColumns() {
        return new TreeSet<>(Sql.list(
                dataSource,
                "Cannot read the columns",
                "select attname from pg_attribute where attrelid = 'grasps'::regclass and attnum > 0",
                row -> row.getString(1)));
    }

    @Override
    public long count(AttemptFilter filter, Duration timeout) {
        long[] count = {0};
        run("select count(*) from grasps where " + filter.sql(), filter.parameters(), 0, timeout, new TableSink() {
            @Override
            public void begin(List<TableColumn> columns) {}

            @Override
            public void row(List<Object> values) {
                count[0] = (Long) values.get(0);
            }
        });
        return count[0];
    }

    @Override
    public CauseTable causes(AttemptFilter filter, Duration timeout) {
        CauseTable.Sum sum = new CauseTable.Sum();
        String causes = CAUSES.formatted(filter.sql());
        run(causes, filter.parameters(), 0, timeout, new TableSink() {
            @Override
            public void begin(List<TableColumn> columns) {}

            @Override
            public void row(List<Object> values) {
                sum.add(
                        FailureCause.valueOf(((String) values.get(0)).toUpperCase(Locale.ROOT)),
                        (Boolean) values.get(1),
                        (String) values.get(2),
                        (Long) values.get(3),
                        (Double) values.get(4),
                        (Double) values.get(5),
                        (Double) values.get(6),
                        (Double) values.get(7));
            }
        });
        return sum.table();
    }

    @Override
    public long sql(String sql, long limit, Duration timeout, TableSink sink) {
        try {
            List<NativeQuery> statements = Parser.parseJdbcSql(sql, true, false, true, false, false);
            if (statements.size() != 1) {
                throw new FarmException(
                        ErrorCode.CONFIG, "Found " + statements.size() + " SQL statements, expected one SELECT");
            }
            return run(statements.get(0).nativeSql, List.of(), limit, timeout, sink);
        } catch (SQLException e) {
            throw new FarmException(ErrorCode.CONFIG, "Cannot read the SQL: " + e.getMessage(), e);
        }
    }

    private long run(String sql, List<Object> parameters, long limit, Duration timeout, TableSink sink) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            try {
                enter(connection, timeout);
                long rows = read(connection, sql, parameters, limit, sink);
                leave(connection);
                return rows;
            } catch (SQLException | RuntimeException e) {
                try {
                    leave(connection);
                } catch (SQLException alsoBroken) {
                    e.addSuppressed(alsoBroken); // the pool has closed it, which is no answer to what was asked
                }
                throw e;
            }
        } catch (SQLException e) {
            throw translate(e, timeout);
        }
    }

    private static void leave(Connection connection) throws SQLException {
        connection.rollback();
        connection.setReadOnly(false);
    }

    private static void enter(Connection connection, Duration timeout) throws SQLException {
        boolean known = Sql.list(
                        connection,
                        "select pg_has_role(current_user, oid, 'member') from pg_roles where rolname = ?",
                        row -> row.getBoolean(1),
                        READER)
                .contains(true);
        if (!known) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "The database has no role " + READER + " that this user belongs to, and asking goes through it; as"
                            + " an administrator: create role " + READER + " nologin; grant " + READER
                            + " to <the farm's user>; grant select on grasps, grasp_steps, frames, models, arms,"
                            + " objects, training_sets, snapshots, snapshot_members, snapshot_breaks, labels,"
                            + " curations, shards, shard_rewrites to "
                            + READER);
        }
        Sql.update(connection, "set local statement_timeout = " + timeout.toMillis());
        Sql.update(connection, "set local role " + READER);
    }

    private static long read(Connection connection, String sql, List<Object> parameters, long limit, TableSink sink)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH_ROWS);
            Sql.bind(statement, parameters.toArray());
            if (!statement.execute()) {
                throw new FarmException(ErrorCode.CONFIG, "The SQL gives no rows; expected one SELECT");
            }
            try (ResultSet rows = statement.getResultSet()) {
                return JdbcAnswer.read(rows, limit, sink);
            }
        }
    }

    private static FarmException translate(SQLException e, Duration timeout) {
        String state = String.valueOf(e.getSQLState());
        if (state.equals(CANCELLED)) {
            return new FarmException(
                    ErrorCode.RESOURCE,
                    "The question took longer than " + timeout.toSeconds()
                            + " s; ask for less, or give it more time with --timeout",
                    e);
        }
        FarmException ofServer = SqlErrors.translate("Cannot ask the store", e);
        if (ofServer.code() == ErrorCode.DATA && !SqlErrors.isDamage(e)) {
            return new FarmException(
                    ErrorCode.CONFIG,
                    "PostgreSQL does not accept the SQL: " + e.getMessage()
                            + "; what can be read are the views in docs/data.md",
                    e);
        }
        return ofServer;
    }

    @Override
    public DataInfo info() {
        String failure = "Cannot describe the store";
        Map<String, Long> outcomes = new LinkedHashMap<>();
        Sql.list(
                dataSource,
                failure,
                "select lower(coalesce(label_outcome, outcome)) as outcome, count(*) as n from attempt group by 1"
                        + " order by 1",
                row -> outcomes.put(row.getString("outcome"), row.getLong("n")));
        List<DataInfo.ArmAttempts> arms = Sql.list(
                dataSource,
                failure,
                "select arm, attempts, successes, failures from arms order by arm",
                row -> new DataInfo.ArmAttempts(
                        row.getString("arm"),
                        row.getLong("attempts"),
                        row.getLong("successes"),
                        row.getLong("failures")));
        List<String> names = snapshots.names();
        Optional<ObjectStorage> objects = objectStorage();
        return Sql.one(
                dataSource,
                failure,
                """
                select (select version from flyway_schema_history where success order by installed_rank desc limit 1)
                        as schema_version,
                    count(*) as attempts, count(*) filter (where excluded) as excluded,
                    count(purged_at) as purged, count(imported_from) as imported,
                    count(*) filter (where label_source = 'HUMAN') as relabelled,
                    min(started_at) as first, max(started_at) as last,
                    (select count(*) from rejected_record) as rejected,
                    (select count(*) from frame) as frames,
                    (select coalesce(sum(byte_length), 0) + coalesce(sum(depth_byte_length), 0) from frame) as frame_bytes,
                    (select count(depth_byte_offset) from frame) as depths,
                    (select count(*) from shard) as shards, (select count(*) from model) as models,
                    count(distinct truth_object) as objects
                from attempt\
                """,
                row -> new DataInfo(
                        row.getString("schema_version"),
                        row.getLong("attempts"),
                        outcomes,
                        new DataInfo.Curated(
                                row.getLong("excluded"),
                                row.getLong("purged"),
                                row.getLong("imported"),
                                row.getLong("relabelled")),
                        row.getLong("rejected"),
                        images(row),
                        arms,
                        row.getLong("models"),
                        row.getLong("objects"),
                        time(row, "first"),
                        time(row, "last"),
                        names,
                        objects));
    }

    private static DataInfo.Images images(ResultSet row) throws SQLException {
        return new DataInfo.Images(
                row.getLong("frames"), row.getLong("frame_bytes"), row.getLong("shards"), row.getLong("depths"));
    }

    @Override
    public Optional<ObjectStorage> objectStorage() {
        return ObjectRows.state(dataSource);
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
