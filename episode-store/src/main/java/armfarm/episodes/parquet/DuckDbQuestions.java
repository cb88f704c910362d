package armfarm.episodes.parquet;

import armfarm.episodes.export.ExportJson;
import armfarm.episodes.jdbc.JdbcAnswer;
import armfarm.episodes.query.TableSink;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.time.Stopwatch;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
                database.execute("create view " + table + " as select * from " + DuckDb.parquet(file(folder, table)));
            }
            String allowed = tables.stream()
                    .map(table -> file(folder, table))
                    .flatMap(file -> Stream.of(file.toString(), DuckDb.pattern(file)))
                    .distinct()
                    .map(DuckDb::literal)
                    .collect(Collectors.joining(", ", "[", "]"));
            database.execute("set allowed_paths = " + allowed);
            database.execute("set enable_external_access = false");
            database.execute("set lock_configuration = true");
            return null;
        });
        return new DuckDbQuestions(database);
    }

    private static Path file(Path folder, String table) {
        return folder.resolve(table + ".parquet").toAbsolutePath();
    }

    /** As {@link SnapshotTables#sql}. */
    long ask(String sql, long limit, Duration timeout, TableSink sink) {
        Stopwatch watch = Stopwatch.start();
        try {
            requireOneSelect(sql);
            try (Statement statement = database.statement()) {
                statement.setQueryTimeout((int) Math.max(1, timeout.toSeconds()));
                try (ResultSet rows = statement.executeQuery(sql)) {
                    return JdbcAnswer.read(rows, limit, sink);
                }
            }
        } catch (SQLException e) {
            if (watch.isPast(timeout)) {
                throw new FarmException(
                        ErrorCode.RESOURCE,
                        "The question took longer than " + timeout.toSeconds()
                                + " s and was stopped; ask for less or give it more time with --timeout",
                        e);
            }
            if (String.valueOf(e.getMessage()).contains("Out of Memory")) {
                throw new FarmException(
                        ErrorCode.RESOURCE,
                        "The question needs more than 2 GB of memory: " + e.getMessage() + "; ask for less at a time",
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
            JsonNode json = ExportJson.parse(parsed);
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

    @Override
    public void close() {
        database.close();
    }
}
