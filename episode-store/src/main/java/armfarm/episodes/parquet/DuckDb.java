package armfarm.episodes.parquet;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * A DuckDB in memory that writes and reads Parquet files; never loads anything from the network. Confined to one thread of the
 * caller.
 */
final class DuckDb implements AutoCloseable {
    private static final String SETTINGS = """
            set memory_limit = '2GB';
            set temp_directory = '';
            set autoinstall_known_extensions = false;
            set autoload_known_extensions = false;
            set timezone = 'UTC'""";

    /** What a pattern of files is made of; each in brackets stands for itself. */
    private static final Pattern GLOB = Pattern.compile("[*?\\[]");

    private static final String IN_ORDER = "set threads = 1; set preserve_insertion_order = true";

    /** A piece of work with the database. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Looks at one row. */
    @FunctionalInterface
    interface RowVisitor {
        void visit(ResultSet row) throws SQLException;
    }

    private final DuckDBConnection connection;

    private DuckDb(DuckDBConnection connection) {
        this.connection = connection;
    }

    /** One thread and rows in the order they were put in, so that the same rows give the same bytes. */
    static DuckDb open() {
        return open(new Properties(), SETTINGS + ";" + IN_ORDER);
    }

    /** Likewise, but answers come row by row, so that memory does not grow with them; one answer at a time. */
    static DuckDb streaming() {
        return open(rowByRow(), SETTINGS + ";" + IN_ORDER);
    }

    /** As many threads as there are cores and rows in any order; answers come row by row. */
    static DuckDb openForAsking() {
        return open(rowByRow(), SETTINGS);
    }

    private static Properties rowByRow() {
        Properties properties = new Properties();
        properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        return properties;
    }

    private static DuckDb open(Properties properties, String settings) {
        return translating("start DuckDB", () -> {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
            DuckDb database = new DuckDb(connection.unwrap(DuckDBConnection.class));
            database.execute(settings);
            return database;
        });
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Makes an empty table; one of that name is replaced. A column that never held a null would be written as one that cannot, and
     * files of the same table with other rows would have another schema: so each has held one.
     *
     * @param columns as SQL has them: {@code a double, b varchar}
     */
    void createTable(String name, String columns) throws SQLException {
        execute("create or replace table " + name + " (" + columns + ")");
        execute("insert into " + name + " default values");
        execute("delete from " + name);
    }

    Statement statement() throws SQLException {
        return connection.createStatement();
    }

    DuckDBAppender appender(String table) throws SQLException {
        return connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table);
    }

    /** The only row of the answer. */
    <T> T row(String sql, RowReader<T> reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new SQLException("no row from " + sql);
            }
            return reader.read(rows);
        }
    }

    /** Each row of the answer, in order. @throws SQLException also for a value of another type than is asked for */
    void forEach(String sql, RowVisitor visitor) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                visit(rows, visitor);
            }
        }
    }

    /** The driver throws these, which are no SQLException, where a column is of another type. */
    private static void visit(ResultSet row, RowVisitor visitor) throws SQLException {
        try {
            visitor.visit(row);
        } catch (NumberFormatException | ClassCastException | ArithmeticException | DateTimeException e) {
            throw new SQLException("a value is of another type than expected (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Writes what the query gives as a Parquet file.
     *
     * @param rowGroupRows of a row group at most; DuckDB rounds up to 2048
     */
    void copy(String query, Path file, int rowGroupRows, String options) throws SQLException {
        execute("copy (" + query + ") to " + literal(file.toString()) + " (format parquet, compression snappy,"
                + " row_group_size " + rowGroupRows + options + ")");
    }

    /**
     * The rows of Parquet files as they are in the files. DuckDB would make columns of folders called {@code key=value}, which
     * hide the files' own, and would take {@code *}, {@code ?} and {@code [} in a path for other files.
     */
    static String parquet(List<Path> files) {
        return files.stream()
                .map(file -> literal(pattern(file)))
                .collect(Collectors.joining(
                        ", ",
                        "read_parquet([",
                        "], hive_partitioning = false, union_by_name = false, filename = false)"));
    }

    /** Likewise of one. */
    static String parquet(Path file) {
        return parquet(List.of(file));
    }

    /** The file as a pattern that fits it alone. */
    static String pattern(Path file) {
        return GLOB.matcher(file.toAbsolutePath().toString()).replaceAll("[$0]");
    }

    /** The type of each column of the files, as DuckDB calls it. */
    Map<String, String> columns(Path file) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        forEach("describe select * from " + parquet(file), row -> types.put(row.getString(1), row.getString(2)));
        return types;
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A column's name as SQL wants it. */
    static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** Runs the work and says in the words of the farm what went wrong. */
    static <T> T translating(String what, Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Cannot " + what + ": " + e.getMessage() + "; check room on disk and memory",
                    e);
        }
    }

    @Override
    public void close() {
        translating("close DuckDB", () -> {
            connection.close();
            return null;
        });
    }
}
