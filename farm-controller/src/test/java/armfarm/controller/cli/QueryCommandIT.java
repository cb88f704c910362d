package armfarm.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.bags.ExportedBag;
import armfarm.messages.GraspAttempt;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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

        JsonNode snapshot = json("snapshot", "create", "s1", "--group-by", "arm", "--data", data, "--json");
        assertThat(snapshot.path("sha256").asText()).hasSize(64);
        assertThat(json("snapshot", "show", "s1", "--data", data, "--json")).isEqualTo(snapshot);
        assertThat(json("snapshot", "list", "--data", data, "--json").get(0)).isEqualTo(snapshot);
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

    private void readsParquetWithPandas(String data, int attempts) throws IOException {
        Path parquet = folder.resolve("all.parquet");
        run(0, "query", "--columns", "all", "--order", "oldest", "-o", parquet.toString(), "--data", data);
        assertThat(parquet).exists();
        String python = System.getenv().getOrDefault("ARMFARM_PYTHON", "");
        if (python.isEmpty()) {
            return; // the loaders of the exports say so loudly
        }
        Process read = new ProcessBuilder(
                        python,
                        "-c",
                        "import sys, pandas; t = pandas.read_parquet(sys.argv[1]);"
                                + "print(len(t), t.started_at.dtype, t.predicted.dtype, t.excluded.dtype)",
                        parquet.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(read.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed).startsWith(attempts + " datetime64[").contains("UTC", "float64", "bool");
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
