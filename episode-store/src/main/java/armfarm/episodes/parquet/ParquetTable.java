package armfarm.episodes.parquet;

import armfarm.episodes.query.ListText;
import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/**
 * Takes one or several answers with the same columns and writes them as one Parquet file, with the columns' types. Of many rows
 * only the latest are in memory; the others wait in files beside the target. Confined to one thread.
 */
public final class ParquetTable implements TableSink, AutoCloseable {
    private static final int ROW_GROUP_ROWS = 122_880;
    private static final int ROWS_IN_MEMORY = 8 * ROW_GROUP_ROWS;

    private final Path file;
    private final DuckDb database = DuckDb.open();
    private final List<Path> parts = new ArrayList<>();
    private List<TableColumn> columns = List.of();
    private DuckDBAppender appender;
    private int rowsInMemory;

    /** @param file to write; replaced if it is there */
    public ParquetTable(Path file) {
        this.file = file;
    }

    @Override
    public void begin(List<TableColumn> all) {
        if (appender == null) {
            columns = List.copyOf(all);
            newTable();
        } else if (!columns.equals(all)) {
            throw new IllegalArgumentException("found columns " + all + ", expected " + columns);
        }
    }

    private void newTable() {
        rowsInMemory = 0;
        appender = DuckDb.translating("make a table", () -> {
            database.createTable(
                    "answer",
                    columns.stream()
                            .map(column -> DuckDb.identifier(column.name()) + " " + type(column.type()))
                            .collect(Collectors.joining(", ")));
            return database.appender("answer");
        });
    }

    /** Lists and JSON wait as text. */
    private static String selected(TableColumn column) {
        String name = DuckDb.identifier(column.name());
        return switch (column.type()) {
            case NUMBERS -> name + "::double[] as " + name;
            case INTEGERS -> name + "::bigint[] as " + name;
            case FLAGS -> name + "::boolean[] as " + name;
            case TEXTS -> "from_json(" + name + ", '[\"varchar\"]') as " + name;
            case JSON -> name + "::json as " + name;
            default -> name;
        };
    }

    private static String type(TableColumn.Type type) {
        return switch (type) {
            case TEXT, NUMBERS, INTEGERS, FLAGS, TEXTS, JSON -> "varchar";
            case INTEGER -> "bigint";
            case NUMBER -> "double";
            case FLAG -> "boolean";
            case TIME -> "timestamptz";
            case DAY -> "date";
        };
    }

    @Override
    public void row(List<Object> values) {
        if (rowsInMemory == ROWS_IN_MEMORY) {
            setAside();
            newTable();
        }
        rowsInMemory++;
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
        } else if (value instanceof List<?> list) {
            appender.append(ListText.of(list));
        } else {
            appender.append(value.toString());
        }
    }

    private void setAside() {
        Path part = file.resolveSibling(file.getFileName() + "." + parts.size());
        parts.add(part);
        writeMemory(part);
    }

    private void writeMemory(Path target) {
        DuckDb.translating("write " + target, () -> {
            appender.close();
            database.copy(
                    "select "
                            + columns.stream().map(ParquetTable::selected).collect(Collectors.joining(", "))
                            + " from answer",
                    target,
                    ROW_GROUP_ROWS,
                    "");
            return null;
        });
    }

    /** Writes what came; once, after the last row. */
    public void write() {
        if (parts.isEmpty()) {
            writeMemory(file);
            return;
        }
        setAside();
        DuckDb.translating("write " + file, () -> {
            database.execute("drop table answer");
            database.copy("select * from " + DuckDb.parquet(parts), file, ROW_GROUP_ROWS, "");
            return null;
        });
    }

    @Override
    public void close() {
        database.close();
        for (Path part : parts) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete " + part, e);
            }
        }
    }
}
