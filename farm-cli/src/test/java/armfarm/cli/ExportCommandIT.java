package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.cli.bags.ExportedBag;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.SplitRule;
import armfarm.episodes.query.AttemptFilter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code armfarm export} with a real store. */
class ExportCommandIT {
    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void makeASnapshot() {
        data = folder.resolve("farm");
        Path bag = folder.resolve("a.bag");
        ExportedBag.write(bag);
        assertThat(ArmfarmCommand.execute("bag", "import", bag.toString(), "--data", data.toString()))
                .isZero();
        StoreAccess.change(
                data,
                store -> store.snapshots()
                        .create("first", AttemptFilter.ALL, new SplitRule(SplitRule.GroupBy.ATTEMPT, 0, 0)));
    }

    @Test
    void writesASnapshotAndPrintsOneLineOfJson() throws IOException {
        Path out = folder.resolve("out");

        JsonNode line = new ObjectMapper().readTree(printed(0, export(out, "webdataset", "--json")));

        assertThat(line.path("snapshot").asText()).isEqualTo("first");
        assertThat(line.path("format").asText()).isEqualTo("webdataset");
        assertThat(line.path("attempts").asInt()).isEqualTo(2);
        assertThat(line.path("files").asInt()).isEqualTo(3);
        assertThat(line.path("manifest_sha256").asText()).hasSize(64);
        assertThat(line.path("seconds").isNumber()).isTrue();
        assertThat(out.resolve("train-000000.tar")).exists();
        assertThat(line.path("bytes").asLong()).isEqualTo(bytesIn(out));
    }

    @Test
    void printsATableForPeople() throws IOException {
        assertThat(printed(0, export(folder.resolve("out"), "RLDS")))
                .contains("format           rlds")
                .contains("attempts         2")
                .contains("Read back and checked");
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        Path out = folder.resolve("out");
        printed(0, export(out, "webdataset"));

        printed(2, export(out, "webdataset"));
        printed(2, export(out, "webdataset", "--resume"));
        printed(2, export(folder.resolve("b"), "hdf5"));
        printed(2, export(folder.resolve("b"), "lerobot", "--file-mib", "0"));
        printed(2, "export", "--snapshot", "other", "--format", "rlds", "-o", out + "b", "--data", data.toString());
        assertThat(folder.resolve("b")).doesNotExist();
    }

    private String[] export(Path out, String format, String... more) {
        String[] first = {
            "export", "--snapshot", "first", "--format", format, "-o", out.toString(), "--data", data.toString()
        };
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    private static long bytesIn(Path out) throws IOException {
        try (var files = Files.walk(out)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static String printed(int exitCode, String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            assertThat(ArmfarmCommand.execute(arguments)).isEqualTo(exitCode);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
