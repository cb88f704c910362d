package armfarm.episodes.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** The little that plain JDBC lacks. */
final class Sql {
    private static final double NANOS_PER_MILLI = 1e6;

    private Sql() {}

    /** Reads one row. */
    @FunctionalInterface
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** @param failure what the message of a failure starts with */
    static <T> List<T> list(
            DataSource dataSource, String failure, String sql, RowMapper<T> mapper, Object... parameters) {
        try (Connection connection = dataSource.getConnection()) {
            return list(connection, sql, mapper, parameters);
        } catch (SQLException e) {
            throw SqlErrors.translate(failure, e);
        }
    }

    static <T> List<T> list(Connection connection, String sql, RowMapper<T> mapper, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            List<T> result = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    result.add(mapper.map(rows));
                }
            }
            return result;
        }
    }

    static <T> T one(DataSource dataSource, String failure, String sql, RowMapper<T> mapper, Object... parameters) {
        return list(dataSource, failure, sql, mapper, parameters).get(0);
    }

    static int update(DataSource dataSource, String failure, String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection()) {
            return update(connection, sql, parameters);
        } catch (SQLException e) {
            throw SqlErrors.translate(failure, e);
        }
    }

    static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** Runs the statement once for each row of parameters, in few round trips. */
    static void batch(Connection connection, String sql, List<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    static void bind(PreparedStatement statement, Object[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, jdbc(parameters[i]));
        }
    }

    private static Object jdbc(Object value) {
        if (value instanceof Instant instant) {
            return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
        } else if (value instanceof Enum<?> constant) {
            return constant.name();
        } else if (value instanceof Duration duration) {
            return duration.toNanos() / NANOS_PER_MILLI;
        } else if (value instanceof String text) {
            return text.replace('\0', '\uFFFD'); // PostgreSQL's text has no NUL
        } else {
            return value;
        }
    }

    static Object orNull(Optional<?> value) {
        return value.orElse(null);
    }

    static Object orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    static Object orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Duration duration(ResultSet row, String column) throws SQLException {
        return Duration.ofNanos(Math.round(row.getDouble(column) * NANOS_PER_MILLI));
    }

    static OptionalDouble optionalDouble(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    static Optional<String> optionalText(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    /** Null if the column is null. */
    static Double[] doubles(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? null : (Double[]) array.getArray();
    }
}
