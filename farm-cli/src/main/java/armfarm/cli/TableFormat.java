package armfarm.cli;

import armfarm.cli.console.ControlEscapes;
import armfarm.episodes.query.ListText;
import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** How answers are written; all but the table row by row, so that their size does not matter. */
enum TableFormat {
    /** For people: columns aligned over as many rows as fit a page. */
    TABLE,
    /** RFC 4180 with a header line; nothing for null. */
    CSV,
    /**
     * One line: {@code {"rows":[{...}, ...],"count":N,"complete":true}}; {@code complete} is false if there are more rows. Numbers
     * that are not finite, which JSON does not know, are null.
     */
    JSON,
    /** With the columns' types, for pandas and others; into a file only. */
    PARQUET;

    /** A sink that writes; {@link #close} ends what was written and leaves the stream open. */
    interface Writer extends TableSink, AutoCloseable {
        /** Says that there are more rows than were given; before {@link #close}. */
        void cut();

        /** Says that the answer broke off; before {@link #close}. */
        default void failed() {}

        @Override
        void close();
    }

    /** A writer to a stream; of a format other than Parquet. */
    Writer to(PrintStream out) {
        return switch (this) {
            case TABLE -> new AlignedTable(out);
            case CSV -> new CsvTable(out);
            case JSON -> new JsonTable(out);
            case PARQUET -> throw new IllegalArgumentException("a Parquet file is not written to a stream");
        };
    }

    private static String shown(Object value) {
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, "%.4g", number);
        }
        return value instanceof List<?> list
                ? list.stream().map(TableFormat::shown).collect(Collectors.joining(", ", "[", "]"))
                : ControlEscapes.oneLine(String.valueOf(value));
    }

    private static final class AlignedTable implements Writer {
        private static final int PAGE_ROWS = 200;
        private final PrintStream out;
        private final List<List<String>> page = new ArrayList<>();
        private List<TableColumn> columns = List.of();
        private List<Integer> widths = List.of();

        AlignedTable(PrintStream out) {
            this.out = out;
        }

        @Override
        public void begin(List<TableColumn> all) {
            columns = all;
            widths = new ArrayList<>(
                    all.stream().map(column -> column.name().length()).toList());
            page.add(all.stream().map(TableColumn::name).toList());
        }

        @Override
        public void row(List<Object> values) {
            page.add(values.stream()
                    .map(value -> value == null ? "" : shown(value))
                    .toList());
            if (page.size() >= PAGE_ROWS) {
                print();
            }
        }

        private void print() {
            for (List<String> row : page) {
                for (int i = 0; i < row.size(); i++) {
                    widths.set(i, Math.max(widths.get(i), row.get(i).length()));
                }
            }
            for (List<String> row : page) {
                StringBuilder line = new StringBuilder();
                for (int i = 0; i < row.size(); i++) {
                    String padding = String.join(
                            "", Collections.nCopies(widths.get(i) - row.get(i).length(), " "));
                    boolean right = columns.get(i).type() == TableColumn.Type.NUMBER
                            || columns.get(i).type() == TableColumn.Type.INTEGER;
                    line.append(right ? padding + row.get(i) : row.get(i) + padding)
                            .append("  ");
                }
                out.println(line.toString().stripTrailing());
            }
            page.clear();
        }

        @Override
        public void cut() {
            print();
            out.println("... and more: --limit 0 for all rows, --count for their number");
        }

        @Override
        public void close() {
            print();
        }
    }

    private static final class CsvTable implements Writer {
        private final PrintStream out;
        private CSVPrinter printer;

        CsvTable(PrintStream out) {
            this.out = out;
        }

        @Override
        public void begin(List<TableColumn> columns) {
            try {
                printer = new CSVPrinter(
                        out,
                        CSVFormat.RFC4180.builder().setRecordSeparator("\n").get());
                printer.printRecord(columns.stream().map(TableColumn::name).toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void row(List<Object> values) {
            try {
                printer.printRecord(values.stream()
                        .map(value -> value instanceof List<?> list ? ListText.of(list) : value)
                        .toArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Nothing: a line about it would be taken for a row. */
        @Override
        public void cut() {}

        @Override
        public void close() {
            out.flush();
        }
    }

    private static final class JsonTable implements Writer {
        private final PrintStream out;
        private final JsonGenerator json;
        private List<TableColumn> columns = List.of();
        private long count;
        private boolean complete = true;

        JsonTable(PrintStream out) {
            this.out = out;
            try {
                json = new JsonFactory().createGenerator(out);
                json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                json.writeStartObject();
                json.writeArrayFieldStart("rows");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void begin(List<TableColumn> all) {
            columns = all;
        }

        @Override
        public void row(List<Object> values) {
            try {
                json.writeStartObject();
                for (int i = 0; i < values.size(); i++) {
                    json.writeFieldName(columns.get(i).name());
                    write(columns.get(i).type(), values.get(i));
                }
                json.writeEndObject();
                count++;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void write(TableColumn.Type type, Object value) throws IOException {
            if (value == null) {
                json.writeNull();
                return;
            }
            switch (type) {
                case NUMBER -> number((Double) value);
                case INTEGER -> json.writeNumber((Long) value);
                case FLAG -> json.writeBoolean((Boolean) value);
                case NUMBERS -> list(TableColumn.Type.NUMBER, value);
                case INTEGERS -> list(TableColumn.Type.INTEGER, value);
                case FLAGS -> list(TableColumn.Type.FLAG, value);
                case TEXTS -> list(TableColumn.Type.TEXT, value);
                case JSON -> json.writeRawValue((String) value);
                case TEXT, TIME, DAY -> json.writeString(value.toString());
            }
        }

        private void number(double number) throws IOException {
            if (Double.isFinite(number)) {
                json.writeNumber(number);
            } else {
                json.writeNull();
            }
        }

        private void list(TableColumn.Type elements, Object values) throws IOException {
            json.writeStartArray();
            for (Object value : (List<?>) values) {
                write(elements, value);
            }
            json.writeEndArray();
        }

        @Override
        public void cut() {
            complete = false;
        }

        @Override
        public void failed() {
            complete = false;
        }

        @Override
        public void close() {
            try {
                json.writeEndArray();
                json.writeNumberField("count", count);
                json.writeBooleanField("complete", complete);
                json.writeEndObject();
                json.close();
                out.println();
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
