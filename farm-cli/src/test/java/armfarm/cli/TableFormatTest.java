package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.query.TableColumn;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableFormatTest {
    private static final List<TableColumn> COLUMNS = List.of(
            new TableColumn("pose", TableColumn.Type.NUMBERS),
            new TableColumn("names", TableColumn.Type.TEXTS),
            new TableColumn("metrics", TableColumn.Type.JSON),
            new TableColumn("p", TableColumn.Type.NUMBER),
            new TableColumn("seed", TableColumn.Type.INTEGER));
    private static final List<Object> ROW = List.of(
            Arrays.asList(0.25, null, -1.0),
            List.of("a, \"b\""),
            "{\"auc\":0.9}",
            Double.NaN,
            9_223_372_036_854_775_807L);

    private static String written(TableFormat format, long limit, int rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TableFormat.Writer table = format.to(new PrintStream(bytes, true, StandardCharsets.UTF_8))) {
            FirstRows first = new FirstRows(table, limit);
            first.begin(COLUMNS);
            for (int i = 0; i < rows; i++) {
                first.row(ROW);
            }
            if (first.cut()) {
                table.cut();
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void jsonHasTheColumnsOwnTypes() throws IOException {
        JsonNode row = new ObjectMapper()
                .readTree(written(TableFormat.JSON, 0, 1))
                .path("rows")
                .get(0);

        assertThat(row.path("pose").toString()).isEqualTo("[0.25,null,-1.0]");
        assertThat(row.path("names").get(0).asText()).isEqualTo("a, \"b\"");
        assertThat(row.path("metrics").path("auc").asDouble()).isEqualTo(0.9);
        assertThat(row.path("p").isNull()).isTrue();
        assertThat(row.path("seed").asLong()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void jsonOfAnAnswerThatBrokeOffIsNotComplete() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TableFormat.Writer table = TableFormat.JSON.to(new PrintStream(bytes, true, StandardCharsets.UTF_8))) {
            table.begin(COLUMNS);
            table.row(ROW);
            table.failed();
        }

        JsonNode json = new ObjectMapper().readTree(bytes.toString(StandardCharsets.UTF_8));
        assertThat(json.path("count").asInt()).isEqualTo(1);
        assertThat(json.path("complete").asBoolean(true)).isFalse();
    }

    @Test
    void csvWritesListsAsJsonDoes() {
        assertThat(written(TableFormat.CSV, 0, 1).lines())
                .containsExactly(
                        "pose,names,metrics,p,seed",
                        "\"[0.25, null, -1.0]\",\"[\"\"a, \\\"\"b\\\"\"\"\"]\",\"{\"\"auc\"\":0.9}\",NaN,9223372036854775807");
    }

    @Test
    void sayThatThereAreMoreRowsWhereverThatCanBeSaid() throws IOException {
        JsonNode cut = new ObjectMapper().readTree(written(TableFormat.JSON, 2, 3));
        JsonNode whole = new ObjectMapper().readTree(written(TableFormat.JSON, 3, 3));

        assertThat(cut.path("count").asInt()).isEqualTo(2);
        assertThat(cut.path("complete").asBoolean(true)).isFalse();
        assertThat(whole.path("count").asInt()).isEqualTo(3);
        assertThat(whole.path("complete").asBoolean(false)).isTrue();
        assertThat(written(TableFormat.TABLE, 2, 3).lines().toList())
                .hasSize(4)
                .last()
                .asString()
                .startsWith("... and more");
        assertThat(written(TableFormat.TABLE, 3, 3)).doesNotContain("more");
    }
}
