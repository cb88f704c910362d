package armfarm.episodes.jdbc;

import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Hands the answer of a database to a sink, row by row, with the same types whichever database it was. Stateless. */
public final class JdbcAnswer {
    /** What PostgreSQL calls a timestamp with time zone, which it reports as one without. */
    private static final String POSTGRES_TIME = "timestamptz";
    /** What PostgreSQL calls a string of bits, which it reports as it does a truth value. */
    private static final String POSTGRES_BITS = "bit";
    /** What DuckDB calls the 128-bit sum of integers. */
    private static final String DUCKDB_SUM = "HUGEINT";

    /** What both databases and Parquet have times for. */
    private static final int FIRST_YEAR = -4712;

    private static final int LAST_YEAR = 294_245;

    private JdbcAnswer() {}

    /**
     * Reads to the end or to the limit; does not close the answer.
     *
     * @param limit at most so many rows; 0 for all
     * @return rows given to the sink
     */
    public static long read(ResultSet rows, long limit, TableSink sink) throws SQLException {
        List<TableColumn> columns = columns(rows.getMetaData());
        sink.begin(columns);
        long count = 0;
        List<Object> values = new ArrayList<>();
        while ((limit == 0 || count < limit) && rows.next()) {
            values.clear();
            for (int i = 0; i < columns.size(); i++) {
                values.add(readable(rows, i + 1, columns.get(i)));
            }
            sink.row(values);
            count++;
        }
        return count;
    }

    private static List<TableColumn> columns(ResultSetMetaData data) throws SQLException {
        List<TableColumn> columns = new ArrayList<>();
        Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> labels = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i <= data.getColumnCount(); i++) {
            labels.add(data.getColumnLabel(i));
        }
        for (int i = 1; i <= data.getColumnCount(); i++) {
            columns.add(new TableColumn(
                    unique(data.getColumnLabel(i), taken, labels),
                    type(data.getColumnType(i), data.getColumnTypeName(i))));
        }
        return columns;
    }

    /** The label for the first column that has it, else the label with a number behind it that no column has. */
    private static String unique(String label, Set<String> taken, Set<String> labels) {
        String name = label;
        for (int n = 2; !taken.add(name); n++) {
            String numbered = label + "_" + n;
            name = labels.contains(numbered) ? label : numbered;
        }
        return name;
    }

    private static TableColumn.Type type(int sqlType, String name) {
        return switch (sqlType) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> TableColumn.Type.INTEGER;
            case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL -> TableColumn.Type.NUMBER;
            case Types.BIT, Types.BOOLEAN -> name.equals(POSTGRES_BITS) ? TableColumn.Type.TEXT : TableColumn.Type.FLAG;
            case Types.TIMESTAMP -> name.equals(POSTGRES_TIME) ? TableColumn.Type.TIME : TableColumn.Type.TEXT;
            case Types.TIMESTAMP_WITH_TIMEZONE -> TableColumn.Type.TIME;
            case Types.DATE -> TableColumn.Type.DAY;
            case Types.ARRAY -> listType(name);
            default -> otherType(name.toUpperCase(Locale.ROOT));
        };
    }

    private static TableColumn.Type otherType(String name) {
        return switch (name) {
            case DUCKDB_SUM -> TableColumn.Type.NUMBER;
            case "JSON", "JSONB" -> TableColumn.Type.JSON;
            default -> TableColumn.Type.TEXT;
        };
    }

    /** PostgreSQL puts an underscore before the type of the elements, DuckDB brackets behind it. */
    private static TableColumn.Type listType(String name) {
        String element =
                name.replaceFirst("^_", "").replaceFirst("\\[\\d*]$", "").toUpperCase(Locale.ROOT);
        return switch (element) {
            case "FLOAT4", "FLOAT8", "NUMERIC", "FLOAT", "DOUBLE", DUCKDB_SUM -> TableColumn.Type.NUMBERS;
            case "INT2", "INT4", "INT8", "TINYINT", "SMALLINT", "INTEGER", "BIGINT" -> TableColumn.Type.INTEGERS;
            case "BOOL", "BOOLEAN" -> TableColumn.Type.FLAGS;
            // Drivers hand out such elements without their zone or their content; the database's own text of the list
            // has both.
            case "TIMESTAMPTZ", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMETZ", "TIME", "DATE", "BYTEA", "BLOB" ->
                TableColumn.Type.TEXT;
            default -> element.startsWith("DECIMAL(") ? TableColumn.Type.NUMBERS : TableColumn.Type.TEXTS;
        };
    }

    /** Drivers throw more than they promise on values that are rare. */
    private static Object readable(ResultSet rows, int index, TableColumn column) throws SQLException {
        try {
            return value(rows, index, column);
        } catch (ArithmeticException | DateTimeException | ClassCastException | IllegalArgumentException e) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Column " + column.name() + " of the answer holds a value that cannot be read (" + e.getMessage()
                            + "); ask for it as text: " + column.name() + "::text",
                    e);
        }
    }

    private static Object value(ResultSet rows, int index, TableColumn column) throws SQLException {
        return switch (column.type()) {
            case INTEGER -> {
                OptionalLong number = RowValues.optionalLong(rows, index);
                yield number.isPresent() ? number.getAsLong() : null;
            }
            case NUMBER -> {
                OptionalDouble number = RowValues.optionalDouble(rows, index);
                yield number.isPresent() ? number.getAsDouble() : null;
            }
            case FLAG -> RowValues.optionalFlag(rows, index).orElse(null);
            case TIME -> {
                OffsetDateTime time = rows.getObject(index, OffsetDateTime.class);
                requireYear(time == null ? 0 : time.getYear(), column);
                yield time == null ? null : time.toInstant();
            }
            case DAY -> {
                LocalDate day = rows.getObject(index, LocalDate.class);
                requireYear(day == null ? 0 : day.getYear(), column);
                yield day;
            }
            case TEXT, JSON -> rows.getString(index);
            case NUMBERS, INTEGERS, FLAGS, TEXTS -> list(rows.getArray(index), column);
        };
    }

    /** PostgreSQL's infinity comes as the last time that Java has; no output can hold it, and as a time it would be a lie. */
    private static void requireYear(int year, TableColumn column) {
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Column " + column.name() + " of the answer holds a time that is none ('infinity' or '-infinity'),"
                            + " expected one of the years " + FIRST_YEAR + ".." + LAST_YEAR
                            + "; leave these rows out, or ask for it as text: " + column.name() + "::text");
        }
    }

    private static List<Object> list(Array array, TableColumn column) throws SQLException {
        if (array == null) {
            return null;
        }
        List<Object> list = new ArrayList<>();
        for (Object element : (Object[]) array.getArray()) {
            list.add(element == null ? null : element(element, column));
        }
        return list;
    }

    private static Object element(Object element, TableColumn column) {
        return switch (column.type()) {
            case NUMBERS -> ((Number) flat(element, column)).doubleValue();
            case INTEGERS -> ((Number) flat(element, column)).longValue();
            case FLAGS -> flat(element, column);
            default -> element instanceof Object[] inner ? Arrays.deepToString(inner) : element.toString();
        };
    }

    private static Object flat(Object element, TableColumn column) {
        if (element instanceof Object[]) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Column " + column.name()
                            + " of the answer is a list of lists, expected a list of single values; ask"
                            + " for its elements, or for it as text: " + column.name() + "::text");
        }
        return element;
    }
}
