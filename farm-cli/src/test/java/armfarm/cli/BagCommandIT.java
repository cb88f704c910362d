package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.cli.bags.ExportedBag;
import armfarm.controller.base.DataFolder;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.FarmCounts;
import armfarm.messages.GraspAttempt;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with a real store: what was exported comes back, once. */
class BagCommandIT {
    private static final Path ROSBAG = Path.of("/usr/bin/rosbag");

    @TempDir
    private Path folder;

    private Path bag;
    private List<GraspAttempt> attempts;

    @BeforeEach
    void makeABag() {
        bag = folder.resolve("first.bag");
        attempts = ExportedBag.write(bag);
    }

    @Test
    void importsExportsAndImportsTheVerySameAttempts() throws Exception {
        Path data = folder.resolve("one");
        JsonNode imported = json(0, "bag", "import", bag.toString(), "--data", data.toString());
        assertThat(imported.path("attempts_stored").asInt()).isEqualTo(attempts.size());
        assertThat(imported.path("frames_stored").asInt()).isEqualTo(8);
        assertThat(stored(data)).isEqualTo(attempts);

        JsonNode again = json(0, "bag", "import", bag.toString(), "--data", data.toString());
        assertThat(again.path("attempts_stored").asInt()).isZero();
        assertThat(again.path("attempts_already_stored").asInt()).isEqualTo(attempts.size());
        JsonNode fsck = json(0, "fsck", "--data", data.toString());
        assertThat(fsck.path("ok").asBoolean()).isTrue();
        assertThat(fsck.path("attempts").asInt()).isEqualTo(attempts.size());

        Path second = folder.resolve("second.bag");
        String[] ids = attempts.stream().map(attempt -> attempt.id().toString()).toArray(String[]::new);
        JsonNode exported = json(
                0,
                "bag",
                "export",
                ids[0],
                ids[1],
                ids[2],
                "--data",
                data.toString(),
                "-o",
                second.toString(),
                "--compression",
                "bz2");
        assertThat(exported.path("attempts").size()).isEqualTo(3);
        assertThat(exported.path("bytes").asLong()).isEqualTo(Files.size(second));
        assertThat(folder.resolve("second.bag.part")).doesNotExist();

        Path other = folder.resolve("two");
        json(0, "bag", "import", second.toString(), "--data", other.toString());
        assertThat(stored(other)).isEqualTo(attempts);
        FarmCounts counts = StoreAccess.ask(other, store -> store.statistics().counts());
        assertThat(counts.imported()).isEqualTo(3);
        assertThat(counts.attempts()).isEqualTo(3);
        rosbagAccepts(second);
    }

    private void rosbagAccepts(Path file) throws Exception {
        if (!Files.isExecutable(ROSBAG)) {
            return; // RosbagInteropIT says so loudly
        }
        Path output = folder.resolve("info.txt");
        Process process = new ProcessBuilder(ROSBAG.toString(), "info", "-y", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output))
                .contains("indexed: True")
                .contains("topic: /arm_1/camera/image_raw/compressed")
                .contains("type: sensor_msgs/CompressedImage")
                .contains("topic: /arm_1/gripper/state")
                .contains("md5: 3066dcd76a6cfaef579bd0f34173e9fd");
    }

    @Test
    void writesMcapAndRefusesWhatDoesNotFit() throws IOException {
        Path data = folder.resolve("farm");
        json(0, "bag", "import", bag.toString(), "--data", data.toString());
        String id = attempts.get(0).id().toString();
        Path mcap = folder.resolve("attempt.mcap");

        json(0, "bag", "export", id, "--data", data.toString(), "-o", mcap.toString(), "--compression", "zstd");

        assertThat(new String(Files.readAllBytes(mcap), StandardCharsets.ISO_8859_1))
                .startsWith("\u0089MCAP0\r\n");
        String[] export = {"bag", "export", "--data", data.toString(), "-o"};
        assertThat(run(export, mcap.toString(), id, "--compression", "bz2")).isEqualTo(2);
        assertThat(run(export, folder.resolve("a.zip").toString(), id)).isEqualTo(2);
        assertThat(run(export, folder.resolve("a.bag").toString(), "ffff")).isEqualTo(2);
        assertThat(run(export, folder.resolve("a.bag").toString(), id.substring(0, 5)))
                .as("the beginning of all ids")
                .isEqualTo(2);
        assertThat(folder.resolve("a.bag")).doesNotExist();
        assertThat(folder.resolve("a.zip.part")).doesNotExist();
    }

    @Test
    void refusesAFarmThatRuns() {
        Path data = folder.resolve("farm");
        try (DataFolder running = DataFolder.open(data)) {
            assertThat(run(
                            new String[] {"bag", "import"},
                            bag.toString(),
                            "--data",
                            running.root().toString()))
                    .isEqualTo(5);
        }
    }

    @Test
    void aDryRunTouchesNothing() throws IOException {
        Path data = folder.resolve("farm");

        JsonNode report = json(0, "bag", "import", bag.toString(), "--data", data.toString(), "--dry-run");

        assertThat(report.path("dry_run").asBoolean()).isTrue();
        assertThat(report.path("attempts_stored").asInt()).isEqualTo(3);
        assertThat(data).doesNotExist();
    }

    @Test
    void saysWhatIsWrongWithADamagedBagAndEndsWithOne() throws IOException {
        byte[] bytes = Files.readAllBytes(bag);
        Path cut = Files.write(folder.resolve("cut.bag"), Arrays.copyOf(bytes, bytes.length / 2));

        JsonNode report = json(1, "bag", "import", cut.toString(), "--dry-run");

        assertThat(report.path("indexed").asBoolean()).isFalse();
        assertThat(report.path("problems").toString()).contains("byte ");
        assertThat(run(
                        new String[] {"bag", "import"},
                        folder.resolve("none.bag").toString(),
                        "--dry-run"))
                .isEqualTo(2);
    }

    @Test
    void aBagThatCannotBeReadDoesNotKeepTheNextFromBeingRead() throws IOException {
        Path data = folder.resolve("farm");
        Path empty = Files.createFile(folder.resolve("0-empty.bag"));

        String[] arguments = {"bag", "import", empty.toString(), bag.toString(), "--data", data.toString(), "--json"};
        List<JsonNode> lines = lines(4, arguments);

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).path("error").asText()).contains("empty (0 bytes)");
        assertThat(lines.get(1).path("attempts_stored").asInt()).isEqualTo(attempts.size());
        assertThat(stored(data)).isEqualTo(attempts);
    }

    @Test
    void refusesWhatWouldBeIgnoredOrIsNotThereBeforeAnythingIsStored() {
        Path data = folder.resolve("farm");
        String[] command = {"bag", "import", bag.toString(), "--data", data.toString()};

        assertThat(run(command, "--image-topic", "/cam")).isEqualTo(2);
        assertThat(run(command, "--image-topic", "/arm_1/attempt/started"))
                .as("another type")
                .isEqualTo(2);
        assertThat(run(command, "--pose-topic", "/pose")).as("without outcomes").isEqualTo(2);
        assertThat(run(command, "--success-value", "1")).isEqualTo(2);
        assertThat(run(command, "--gripper-joint", "finger")).isEqualTo(2);
        assertThat(run(command, "--image-topic", "/a", "--outcome-topic", "/b", "--frames"))
                .isEqualTo(2);
        assertThat(data).doesNotExist();
    }

    private List<GraspAttempt> stored(Path data) {
        return StoreAccess.ask(
                data,
                store -> attempts.stream()
                        .flatMap(attempt -> store.episodes().attempt(attempt.id()).stream())
                        .toList());
    }

    private static int run(String[] first, String... rest) {
        String[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return ArmfarmCommand.execute(all);
    }

    private static JsonNode json(int exitCode, String... arguments) throws IOException {
        return lines(
                        exitCode,
                        Stream.concat(Arrays.stream(arguments), Stream.of("--json"))
                                .toArray(String[]::new))
                .get(0);
    }

    private static List<JsonNode> lines(int exitCode, String... arguments) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            assertThat(ArmfarmCommand.execute(arguments)).isEqualTo(exitCode);
        } finally {
            System.setOut(before);
        }
        List<JsonNode> lines = new ArrayList<>();
        for (String line : bytes.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }
}
