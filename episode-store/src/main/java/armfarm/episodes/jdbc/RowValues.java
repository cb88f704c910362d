package armfarm.episodes.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Numbers and truth values of a row. JDBC's own getters give 0 and false for NULL, so that what is not known would become a
 * number or a label: here NULL is empty where it may be there, and an error where it may not. Stateless.
 */
public final class RowValues {
    /** SQL's own class for a NULL that nobody expected. */
    private static final String UNEXPECTED_NULL = "22002";

    private RowValues() {}

    public static OptionalLong optionalLong(ResultSet row, int at) throws SQLException {
        long value = row.getLong(at);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    public static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
        return optionalLong(row, row.findColumn(column));
    }

    public static OptionalDouble optionalDouble(ResultSet row, int at) throws SQLException {
        double value = row.getDouble(at);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    public static OptionalDouble optionalDouble(ResultSet row, String column) throws SQLException {
        return optionalDouble(row, row.findColumn(column));
    }

    public static Optional<Boolean> optionalFlag(ResultSet row, int at) throws SQLException {
        boolean value = row.getBoolean(at);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    /** @throws SQLException if it is NULL */
    public static long longAt(ResultSet row, int at) throws SQLException {
        long value = row.getLong(at);
        require(row, at);
        return value;
    }

    /** As {@link #longAt(ResultSet, int)}. */
    public static long longAt(ResultSet row, String column) throws SQLException {
        return longAt(row, row.findColumn(column));
    }

    /** @throws SQLException if it is NULL */
    public static int intAt(ResultSet row, int at) throws SQLException {
        int value = row.getInt(at);
        require(row, at);
        return value;
    }

    /** As {@link #intAt(ResultSet, int)}. */
    public static int intAt(ResultSet row, String column) throws SQLException {
        return intAt(row, row.findColumn(column));
    }

    /** @throws SQLException if it is NULL */
    public static double doubleAt(ResultSet row, int at) throws SQLException {
        double value = row.getDouble(at);
        require(row, at);
        return value;
    }

    /** As {@link #doubleAt(ResultSet, int)}. */
    public static double doubleAt(ResultSet row, String column) throws SQLException {
        return doubleAt(row, row.findColumn(column));
    }

    /** @throws SQLException if it is NULL */
    public static boolean flagAt(ResultSet row, int at) throws SQLException {
        boolean value = row.getBoolean(at);
        require(row, at);
        return value;
    }

    /** As {@link #flagAt(ResultSet, int)}. */
    public static boolean flagAt(ResultSet row, String column) throws SQLException {
        return flagAt(row, row.findColumn(column));
    }

    private static void require(ResultSet row, int at) throws SQLException {
        if (row.wasNull()) {
            throw new SQLException(
                    "column " + row.getMetaData().getColumnLabel(at) + " is NULL, expected a value", UNEXPECTED_NULL);
        }
    }
}
