package armfarm.cli;

import armfarm.controller.links.StoreAccess;
import armfarm.episodes.DataQueries;
import armfarm.episodes.parquet.ParquetTable;
import armfarm.episodes.parquet.SnapshotTables;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.query.AttemptQuery;
import armfarm.episodes.query.FilterColumn;
import armfarm.episodes.query.TableSink;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code armfarm query}: attempts by meaning, or SQL on the documented views. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = {
            "Ask for attempts by meaning, or ask the documented views with SQL. The farm may be running; nothing is changed.",
            "",
            "  armfarm query --where \"arm in (3,4) and outcome='failure' and predicted>0.9\"",
            "  armfarm query --sql \"select arm, count(*) from grasps group by arm\"",
            "  armfarm query --snapshot night-1 --sql \"select object, avg((outcome = 'success')::int) from grasps group by all\"",
            "",
            "The columns of --where: armfarm query --help-columns. Both languages and all views: docs/data.md."
        })
final class QueryCommand implements Callable<Integer> {
    private static final List<String> USUAL = List.of(
            "attempt_id", "started_at", "arm", "outcome", "label_source", "predicted", "model", "object", "purpose");
    private static final long USUAL_LIMIT = 100;

    @Mixin
    private DataOption data;

    @Option(names = "--where", paramLabel = "FILTER", description = "Which attempts (default: all).")
    private String where;

    @Option(names = "--sql", paramLabel = "SELECT", description = "One SELECT on the views, instead of --where.")
    private String sql;

    @Option(
            names = "--snapshot",
            paramLabel = "NAME",
            description = {
                "Ask the tables grasps and frames of this snapshot, with --sql. DuckDB answers from its Parquet files:",
                "much faster where every row is looked at."
            })
    private Optional<String> snapshot = Optional.empty();

    @Option(
            names = "--columns",
            paramLabel = "NAME",
            split = ",",
            description = "Columns of the view grasps; 'all' for all of them (default: the usual ones).")
    private List<String> columns = USUAL;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            defaultValue = "newest",
            description = "newest, oldest, or worst: sure and wrong first (default: ${DEFAULT-VALUE}).")
    private String order;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "At most so many rows; 0 for all (default: all; of a table on the terminal 100, and it says so).")
    private Optional<Long> limit = Optional.empty();

    @Option(names = "--count", description = "Only say how many attempts fit.")
    private boolean count;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, csv, json or parquet (default: by the ending of -o, else table).")
    private Optional<TableFormat> format = Optional.empty();

    @Option(names = "--json", description = "As --format json: one line.")
    private boolean json;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File to write instead of the terminal; .csv, .json or .parquet. It must not be there.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = Durations.class,
            defaultValue = "30s",
            description = "A question that takes longer is stopped (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(names = "--help-columns", description = "List the columns of --where and what they mean.")
    private boolean helpColumns;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        if (helpColumns) {
            for (FilterColumn column : FilterColumn.values()) {
                System.out.printf("%-24s %s%n", column.label(), column.meaning());
            }
            return 0;
        }
        if (sql != null && (where != null || count)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--sql goes without --where and --count: say it in the SQL");
        }
        if (snapshot.isPresent() && sql == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--snapshot goes with --sql; its attempts: --sql \"select * from grasps\"");
        }
        if (format() == TableFormat.PARQUET && output.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Parquet needs a file: name it with -o, for example -o attempts.parquet");
        }
        AttemptFilter filter = AttemptFilter.parse(where == null ? "" : where);
        AttemptQuery.Order wanted = AttemptQuery.Order.of(order);
        output.filter(Files::exists).ifPresent(file -> {
            throw new CommandLine.ParameterException(spec.commandLine(), file + " is there already; name another file");
        });
        if (count) {
            long attempts =
                    StoreAccess.ask(data.existing(), store -> store.queries().count(filter, timeout));
            if (json) {
                Json.print(Map.of("count", attempts));
            } else {
                System.out.println(attempts);
            }
            return 0;
        }
        if (snapshot.isPresent()) {
            SnapshotTables tables = SnapshotFiles.of(snapshot.get(), data.existing());
            write(table -> tables.sql(sql, most(), timeout, table));
        } else {
            StoreAccess.ask(data.existing(), store -> write(table -> ask(store.queries(), filter, wanted, table)));
        }
        return 0;
    }

    /** Asks a question and hands the answer to the sink; gives the number of rows. */
    @FunctionalInterface
    private interface Question {
        long ask(TableSink table);
    }

    private long write(Question question) {
        if (output.isEmpty()) {
            return answer(question, format() == TableFormat.CSV ? Console.data() : System.out);
        }
        Path part = output.get().resolveSibling(output.get().getFileName() + ".part");
        try {
            long rows = format() == TableFormat.PARQUET ? writeParquet(question, part) : writeText(question, part);
            Files.move(part, output.get(), StandardCopyOption.ATOMIC_MOVE);
            System.err.println(rows + " rows: " + output.get());
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + output.get(), e);
        }
    }

    private long writeText(Question question, Path part) throws IOException {
        try (OutputStream file = Files.newOutputStream(part);
                PrintStream out = new PrintStream(file, false, StandardCharsets.UTF_8)) {
            long rows = answer(question, out);
            if (out.checkError()) {
                throw new IOException("the disk does not take it");
            }
            return rows;
        }
    }

    private long writeParquet(Question question, Path part) {
        try (ParquetTable table = new ParquetTable(part)) {
            FirstRows first = new FirstRows(table, limit());
            question.ask(first);
            table.write();
            if (first.cut()) {
                System.err.println(
                        "armfarm: the first " + first.count() + " rows, there are more; --limit 0 gives all");
            }
            return first.count();
        }
    }

    private long answer(Question question, PrintStream out) {
        try (TableFormat.Writer table = format().to(out)) {
            FirstRows first = new FirstRows(table, limit());
            try {
                question.ask(first);
            } catch (RuntimeException e) {
                table.failed();
                throw e;
            }
            if (first.cut()) {
                table.cut();
                System.err.println(
                        "armfarm: the first " + first.count() + " rows, there are more; --limit 0 gives all");
            }
            return first.count();
        }
    }

    private long ask(DataQueries queries, AttemptFilter filter, AttemptQuery.Order wanted, TableSink table) {
        return sql != null
                ? queries.sql(sql, most(), timeout, table)
                : queries.attempts(
                        new AttemptQuery(filter, columns.contains("all") ? List.of() : columns, wanted, most()),
                        timeout,
                        table);
    }

    /** Rows to show; 0 for all. */
    private long limit() {
        return limit.orElse(output.isEmpty() && format() == TableFormat.TABLE ? USUAL_LIMIT : 0);
    }

    /** Rows to ask for: one more than to show, which tells whether there are more; 0 for all. */
    private long most() {
        return limit() == 0 ? 0 : limit() + 1;
    }

    private TableFormat format() {
        if (json) {
            return TableFormat.JSON;
        }
        return format.orElseGet(() -> {
            String name = output.map(Path::toString).orElse("");
            return name.endsWith(".json")
                    ? TableFormat.JSON
                    : name.endsWith(".parquet")
                            ? TableFormat.PARQUET
                            : name.endsWith(".csv") ? TableFormat.CSV : TableFormat.TABLE;
        });
    }
}
