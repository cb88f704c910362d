package armfarm.episodes.export.parquet;

import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Answers the SELECTs of other people over some Parquet files. Everything but reading those files is locked: other files, the
 * network, settings. Confined to one thread.
 */
final class DuckDbQuestions implements AutoCloseable {
    private final DuckDb database;

    private DuckDbQuestions(DuckDb database) {
        this.database = database;
    }

    /** @param tables each is the file {@code <table>.parquet} of the folder */
    static DuckDbQuestions open(Path folder, List<String> tables) {
        DuckDb database = DuckDb.openForAsking();
        DuckDb.translating("read " + folder, () -> {
            for (String table : tables) {
                database.execute(
                        "create view " + table + " as select * from read_parquet(" + file(folder, table) + ")");
            }
            String allowed =
                    tables.stream().map(table -> file(folder, table)).collect(Collectors.joining(", ", "[", "]"));
            database.execute("set allowed_paths = " + allowed);
            database.execute("set enable_external_access = false");
            database.execute("set lock_configuration = true");
            return null;
        });
        return new DuckDbQuestions(database);
    }

    private static String file(Path folder, String table) {
        return DuckDb.literal(folder.resolve(table + ".parquet").toString());
    }

    /** As {@link SnapshotTables#sql}. */
    long ask(String sql, long limit, Duration timeout, TableSink sink) {
        long start = System.nanoTime();
        try {
            requireOneSelect(sql);
            try (Statement statement = database.statement()) {
                statement.setQueryTimeout((int) Math.max(1, timeout.toSeconds()));
                try (ResultSet rows = statement.executeQuery(sql)) {
                    return read(rows, limit, sink);
                }
            }
        } catch (SQLException e) {
            if (System.nanoTime() - start >= timeout.toNanos()) {
                throw new FarmException(
                        ErrorCode.RESOURCE,
                        "The question took longer than " + timeout.toSeconds()
                                + " s and was stopped; ask for less or give it more time with --timeout",
                        e);
            }
            throw new FarmException(ErrorCode.CONFIG, "DuckDB does not accept the SQL: " + e.getMessage(), e);
        }
    }

    /** DuckDB writes down SELECTs, and only those, as JSON. */
    private void requireOneSelect(String sql) throws SQLException {
        String parsed = database.row(
                "select json_serialize_sql(" + DuckDb.literal(sql) + "::varchar)::varchar", row -> row.getString(1));
        try {
            JsonNode json = new ObjectMapper().readTree(parsed);
            if (json.path("error").asBoolean()) {
                throw new FarmException(
                        ErrorCode.CONFIG,
                        "DuckDB does not accept the SQL: "
                                + json.path("error_message").asText() + "; expected one SELECT");
            }
            int statements = json.path("statements").size();
            if (statements != 1) {
                throw new FarmException(
                        ErrorCode.CONFIG, "Found " + statements + " SQL statements, expected one SELECT");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DuckDB's JSON is not JSON: " + parsed, e);
        }
    }

    private static long read(ResultSet rows, long limit, TableSink sink) throws SQLException {
        List<TableColumn> columns = columns(rows.getMetaData());
        sink.begin(columns);
        long count = 0;
        List<Object> values = new ArrayList<>();
        while ((limit == 0 || count < limit) && rows.next()) {
            values.clear();
            for (int i = 0; i < columns.size(); i++) {
                values.add(value(rows, i + 1, columns.get(i).type()));
            }
            sink.row(values);
            count++;
        }
        return count;
    }

    private static List<TableColumn> columns(ResultSetMetaData data) throws SQLException {
        List<TableColumn> columns = new ArrayList<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            columns.add(new TableColumn(data.getColumnLabel(i), type(data.getColumnType(i))));
        }
        return columns;
    }

    private static TableColumn.Type type(int sqlType) {
        return switch (sqlType) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> TableColumn.Type.INTEGER;
            case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.NUMERIC, Types.DECIMAL -> TableColumn.Type.NUMBER;
            case Types.BIT, Types.BOOLEAN -> TableColumn.Type.FLAG;
            case Types.TIMESTAMP_WITH_TIMEZONE -> TableColumn.Type.TIME;
            case Types.DATE -> TableColumn.Type.DAY;
            default -> TableColumn.Type.TEXT;
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

    @Override
    public void close() {
        database.close();
    }
}
