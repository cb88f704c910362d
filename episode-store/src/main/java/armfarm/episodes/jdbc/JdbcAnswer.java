package armfarm.episodes.jdbc;

import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Hands the answer of a database to a sink, row by row, with the same types whichever database it was. Stateless. */
public final class JdbcAnswer {
    /** What PostgreSQL calls a timestamp with time zone, which it reports as one without. */
    private static final String POSTGRES_TIME = "timestamptz";
    /** What PostgreSQL calls a string of bits, which it reports as it does a truth value. */
    private static final String POSTGRES_BITS = "bit";
    /** What DuckDB calls the 128-bit sum of integers. */
    private static final String DUCKDB_SUM = "HUGEINT";

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
        boolean[] arrays = arrays(rows.getMetaData());
        long count = 0;
        List<Object> values = new ArrayList<>();
        while ((limit == 0 || count < limit) && rows.next()) {
            values.clear();
            for (int i = 0; i < columns.size(); i++) {
                values.add(
                        arrays[i]
                                ? array(rows, i + 1)
                                : value(rows, i + 1, columns.get(i).type()));
            }
            sink.row(values);
            count++;
        }
        return count;
    }

    private static List<TableColumn> columns(ResultSetMetaData data) throws SQLException {
        List<TableColumn> columns = new ArrayList<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            columns.add(
                    new TableColumn(data.getColumnLabel(i), type(data.getColumnType(i), data.getColumnTypeName(i))));
        }
        return columns;
    }

    private static boolean[] arrays(ResultSetMetaData data) throws SQLException {
        boolean[] arrays = new boolean[data.getColumnCount()];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = data.getColumnType(i + 1) == Types.ARRAY;
        }
        return arrays;
    }

    private static TableColumn.Type type(int sqlType, String name) {
        return switch (sqlType) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> TableColumn.Type.INTEGER;
            case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL -> TableColumn.Type.NUMBER;
            case Types.BIT, Types.BOOLEAN -> name.equals(POSTGRES_BITS) ? TableColumn.Type.TEXT : TableColumn.Type.FLAG;
            case Types.TIMESTAMP -> name.equals(POSTGRES_TIME) ? TableColumn.Type.TIME : TableColumn.Type.TEXT;
            case Types.TIMESTAMP_WITH_TIMEZONE -> TableColumn.Type.TIME;
            case Types.DATE -> TableColumn.Type.DAY;
            default -> name.equals(DUCKDB_SUM) ? TableColumn.Type.NUMBER : TableColumn.Type.TEXT;
        };
    }

    private static Object value(ResultSet rows, int index, TableColumn.Type type) throws SQLException {
        return switch (type) {
            case INTEGER -> {
                long number = rows.getLong(index);
                yield rows.wasNull() ? null : number;
            }
            case NUMBER -> {
                double number = rows.getDouble(index);
                yield rows.wasNull() ? null : number;
            }
            case FLAG -> {
                boolean flag = rows.getBoolean(index);
                yield rows.wasNull() ? null : flag;
            }
            case TIME -> {
                OffsetDateTime time = rows.getObject(index, OffsetDateTime.class);
                yield time == null ? null : time.toInstant();
            }
            case DAY -> rows.getObject(index, LocalDate.class);
            case TEXT -> rows.getString(index);
        };
    }

    private static String array(ResultSet rows, int index) throws SQLException {
        Array array = rows.getArray(index);
        return array == null ? null : Arrays.toString((Object[]) array.getArray());
    }
}
