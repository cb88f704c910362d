package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import armfarm.cli.bags.ExportedBag;
import armfarm.messages.GraspAttempt;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask, with a real store. */
class QueryCommandIT {
    @TempDir
    private Path folder;

    @Test
    void asksByMeaningWithSqlAndFreezesWhatItFound() throws IOException {
        Path bag = folder.resolve("first.bag");
        List<GraspAttempt> attempts = ExportedBag.write(bag);
        String data = folder.resolve("farm").toString();
        run(0, "bag", "import", bag.toString(), "--data", data);
        String id = attempts.get(0).id().toString();

        JsonNode info = json("data", "info", "--data", data, "--json");
        JsonNode found = json("query", "--where", "attempt_id='" + id + "'", "--data", data, "--json");
        JsonNode sql = json("query", "--sql", "select count(*) as n from frames", "--data", data, "--json");
        String count = run(0, "query", "--count", "--where", "purpose='import' or purpose!='import'", "--data", data);
        String table = run(0, "query", "--columns", "attempt_id,arm", "--order", "oldest", "--data", data);

        assertThat(info.path("attempts").asInt()).isEqualTo(attempts.size());
        assertThat(info.path("images").path("bytes").asLong()).isPositive();
        assertThat(found.path("count").asInt()).isEqualTo(1);
        assertThat(found.path("rows").get(0).path("attempt_id").asText()).isEqualTo(id);
        assertThat(sql.path("rows").get(0).path("n").asInt()).isEqualTo(8);
        assertThat(count.strip()).isEqualTo(Integer.toString(attempts.size()));
        assertThat(table.lines().toList()).hasSize(1 + attempts.size());
        assertThat(table.lines().findFirst().orElseThrow()).matches("attempt_id +arm");

        Path csv = folder.resolve("all.csv");
        run(0, "query", "--columns", "all", "-o", csv.toString(), "--data", data);
        try (CSVParser rows = CSVParser.parse(
                csv,
                StandardCharsets.UTF_8,
                CSVFormat.RFC4180.builder().setHeader().get())) {
            assertThat(rows.getHeaderNames()).startsWith("attempt_id", "arm");
            assertThat(rows.getRecords()).hasSize(attempts.size());
        }
        assertThat(folder.resolve("all.csv.part")).doesNotExist();
        run(2, "query", "-o", csv.toString(), "--data", data);
        run(2, "query", "--format", "parquet", "--data", data);
        readsParquetWithPandas(data, attempts.size());
        run(2, "query", "--where", "colour=1", "--data", data);
        run(2, "query", "--sql", "delete from attempt", "--data", data);

        JsonNode practice = json("snapshot", "create", "practice", "--data", data, "--json");
        assertThat(practice.path("where").asText()).isEqualTo("purpose in ('collection')");
        assertThat(practice.path("contents").findValuesAsText("purpose")).containsOnly("collection");
        assertThat(run(4, "snapshot", "create", "s1", "--purpose", "import", "--data", data))
                .isEmpty();
        ObjectNode snapshot = (ObjectNode)
                json("snapshot", "create", "s1", "--purpose", "all", "--group-by", "arm", "--data", data, "--json");
        assertThat(snapshot.path("sha256").asText()).hasSize(64);
        assertThat(snapshot.path("where").asText()).isEmpty();
        assertThat(snapshot.path("attempts").asInt())
                .isGreaterThan(practice.path("attempts").asInt());
        assertThat(json("snapshot", "show", "s1", "--data", data, "--json")).isEqualTo(snapshot);
        snapshot.remove("contents");
        assertThat(json("snapshot", "list", "--data", data, "--json").get(1)).isEqualTo(snapshot);
        run(2, "snapshot", "create", "s2", "--purpose", "all", "--where", "purpose='import'", "--data", data);
        run(2, "snapshot", "create", "s2", "--purpose", "practice", "--data", data);
        String places = "select count(*) as n, count(distinct shard) as shards from frames";
        JsonNode frames = json("query", "--snapshot", "s1", "--sql", places, "--data", data, "--json");
        assertThat(frames.path("rows").get(0).path("n").asInt()).isEqualTo(8);
        run(2, "query", "--snapshot", "s1", "--where", "arm=1", "--data", data);
        run(2, "query", "--snapshot", "s9", "--sql", places, "--data", data);
        run(2, "query", "--snapshot", "../s1", "--sql", places, "--data", data);
        run(2, "snapshot", "create", "s1", "--data", data);
        run(2, "snapshot", "create", "s2", "--validation", "80", "--test", "30", "--data", data);
        run(2, "snapshot", "create", "s2", "--model", "m0001-12345678", "--where", "arm=1", "--data", data);
        run(2, "snapshot", "create", "s2", "--model", "m0001-12345678", "--data", data);
        run(2, "snapshot", "show", "s3", "--data", data);
    }

    @Test
    void cutsNoAnswerInSilenceAndGivesEachColumnItsTypeAndAName() throws IOException {
        Path bag = folder.resolve("first.bag");
        ExportedBag.write(bag);
        String data = folder.resolve("farm").toString();
        run(0, "bag", "import", bag.toString(), "--data", data);
        String many = "select n, n * 0.5 as n, n as n_2 from generate_series(1, 150) as n";

        JsonNode all = json("query", "--sql", many, "--format", "json", "--data", data);
        JsonNode some = json("query", "--sql", many, "--limit", "5", "--json", "--data", data);
        JsonNode step = json("query", "--sql", "select * from grasp_steps limit 1", "--json", "--data", data);

        assertThat(all.path("count").asInt()).isEqualTo(150);
        assertThat(all.path("complete").asBoolean()).isTrue();
        assertThat(all.path("rows").get(2).toString()).isEqualTo("{\"n\":3,\"n_3\":1.5,\"n_2\":3}");
        assertThat(some.path("count").asInt()).isEqualTo(5);
        assertThat(some.path("complete").asBoolean(true)).isFalse();
        assertThat(run(0, "query", "--sql", many, "--format", "csv", "--data", data)
                        .lines())
                .hasSize(151);
        assertThat(run(0, "query", "--sql", many, "--data", data).lines().toList())
                .hasSize(102)
                .last()
                .asString()
                .startsWith("... and more");
        assertThat(step.path("rows").get(0).path("gripper_in_base").isArray()).isTrue();
        assertThat(step.path("rows").get(0).path("gripper_in_base")).hasSize(7);
    }

    @Test
    void anybodyCanRecomputeWhatTheDocumentationSaysOfASnapshot() throws IOException {
        String python = System.getenv().getOrDefault("ARMFARM_PYTHON", "");
        assumeThat(python).as("ARMFARM_PYTHON is not set; ./check sets it").isNotEmpty();
        Path bag = folder.resolve("first.bag");
        ExportedBag.write(bag);
        String data = folder.resolve("farm-data").toString();
        run(0, "bag", "import", bag.toString(), "--data", data);
        JsonNode snapshot = json("snapshot", "create", "night-1", "--purpose", "all", "--data", data, "--json");
        Path steps = folder.resolve("steps.parquet");
        run(0, "query", "--sql", "select * from grasp_steps where step = 0", "-o", steps.toString(), "--data", data);
        Path none = folder.resolve("none.parquet");
        run(0, "query", "--sql", "select * from grasp_steps where step = 99", "-o", none.toString(), "--data", data);

        Matcher script = Pattern.compile("```python\n(import hashlib.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "data.md")));
        assertThat(script.find()).isTrue();
        String printed = printedBy(python, script.group(1));
        String together = printedBy(
                python,
                "import pyarrow.parquet as p, pyarrow as a; s, n = p.read_table('steps.parquet'), p.read_table('none.parquet');"
                        + "print(a.concat_tables([s, n]).num_rows == s.num_rows, s.schema.field('gripper_in_base').type)");

        assertThat(printed.lines()).containsExactly(snapshot.path("sha256").asText(), "True");
        assertThat(together.strip()).isEqualTo("True list<element: double>");
    }

    private void readsParquetWithPandas(String data, int attempts) throws IOException {
        Path parquet = folder.resolve("all.parquet");
        run(0, "query", "--columns", "all", "--order", "oldest", "-o", parquet.toString(), "--data", data);
        assertThat(parquet).exists();
        String python = System.getenv().getOrDefault("ARMFARM_PYTHON", "");
        if (python.isEmpty()) {
            return; // the loaders of the exports say so loudly
        }
        String printed = printedBy(
                python,
                "import pandas; t = pandas.read_parquet('all.parquet');"
                        + "print(len(t), t.started_at.dtype, t.predicted.dtype, t.excluded.dtype)");
        assertThat(printed).startsWith(attempts + " datetime64[").contains("UTC", "float64", "bool");
    }

    /** Runs the script in the folder of the test. */
    private String printedBy(String python, String script) throws IOException {
        Process process = new ProcessBuilder(python, "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(String... arguments) throws IOException {
        return new ObjectMapper().readTree(run(0, arguments));
    }

    private static String run(int exitCode, String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(ArmfarmCommand.execute(arguments))
                    .as(() -> String.join(" ", arguments) + "\n" + out.toString(StandardCharsets.UTF_8))
                    .isEqualTo(exitCode);
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
