package armfarm.episodes.export.parquet;

import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/** Takes an answer and writes it as one Parquet file, with the columns' types. The rows are in memory. Confined to one thread. */
public final class ParquetTable implements TableSink, AutoCloseable {
    private static final int ROW_GROUP_ROWS = 122_880;

    private final DuckDb database = DuckDb.open();
    private List<TableColumn> columns = List.of();
    private DuckDBAppender appender;

    @Override
    public void begin(List<TableColumn> all) {
        columns = List.copyOf(all);
        appender = DuckDb.translating("make a table", () -> {
            database.execute("create table answer ("
                    + columns.stream()
                            .map(column -> "\"" + column.name().replace("\"", "\"\"") + "\" " + type(column.type()))
                            .collect(Collectors.joining(", "))
                    + ")");
            return database.appender("answer");
        });
    }

    private static String type(TableColumn.Type type) {
        return switch (type) {
            case TEXT -> "varchar";
            case INTEGER -> "bigint";
            case NUMBER -> "double";
            case FLAG -> "boolean";
            case TIME -> "timestamptz";
            case DAY -> "date";
        };
    }

    @Override
    public void row(List<Object> values) {
        DuckDb.translating("keep a row", () -> {
            appender.beginRow();
            for (Object value : values) {
                append(value);
            }
            return appender.endRow();
        });
    }

    private void append(Object value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else if (value instanceof Long number) {
            appender.append(number.longValue());
        } else if (value instanceof Double number) {
            appender.append(number.doubleValue());
        } else if (value instanceof Boolean flag) {
            appender.append(flag.booleanValue());
        } else if (value instanceof Instant instant) {
            appender.append(instant.atOffset(ZoneOffset.UTC));
        } else if (value instanceof LocalDate day) {
            appender.append(day);
        } else {
            appender.append(value.toString());
        }
    }

    /** Writes what came; once, after the last row. */
    public void write(Path file) {
        DuckDb.translating("write " + file, () -> {
            appender.close();
            database.copy("select * from answer", file, ROW_GROUP_ROWS, "");
            return null;
        });
    }

    @Override
    public void close() {
        database.close();
    }
}
