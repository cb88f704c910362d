package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.cli.bags.ExportedBag;
import armfarm.controller.base.DataFolder;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.SplitRule;
import armfarm.episodes.export.ExportFormat;
import armfarm.episodes.export.ExportProgress;
import armfarm.episodes.export.ExportRequest;
import armfarm.episodes.export.SnapshotExport;
import armfarm.episodes.formats.Formats;
import armfarm.episodes.query.AttemptFilter;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.MotorCommand;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code armfarm import} between real stores: what one farm exported is in the other, once. */
class ImportCommandIT {
    @TempDir
    private static Path exports;

    private static List<GraspAttempt> attempts;

    @TempDir
    private Path folder;

    private Path to;

    @BeforeAll
    static void exportASnapshotInBothFormats() {
        Path from = exports.resolve("from");
        Path bag = exports.resolve("a.bag");
        attempts = ExportedBag.write(bag).stream()
                .filter(attempt -> !attempt.frames().isEmpty())
                .toList();
        assertThat(run("bag", "import", bag.toString(), "--data", from.toString()))
                .isZero();
        StoreAccess.change(from, store -> {
            store.snapshots().create("first", AttemptFilter.ALL, new SplitRule(SplitRule.GroupBy.ATTEMPT, 0, 0));
            for (ExportFormat format : List.of(ExportFormat.BRAIN2016, ExportFormat.LEROBOT)) {
                ExportRequest request = ExportRequest.of("first", format, exports.resolve(format.label()));
                SnapshotExport.run(
                        store.snapshots(),
                        store.episodes(),
                        request,
                        Formats.layout(request),
                        ExportProgress.SILENT,
                        InstantSource.system());
            }
            return store;
        });
    }

    @BeforeEach
    void nameAnotherFarm() {
        to = folder.resolve("to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"brain2016", "lerobot"})
    void storesWhatAnotherFarmExportedOnce(String format) throws IOException {
        Path set = export(format);

        JsonNode report = imported(0, format, set);
        JsonNode again = imported(0, format, set);

        assertThat(report.path("attempts_stored").asInt()).isEqualTo(2);
        assertThat(report.path("attempts_already_stored").asInt()).isZero();
        assertThat(report.path("rejected").size()).isZero();
        assertThat(again.path("attempts_stored").asInt()).isZero();
        assertThat(again.path("attempts_already_stored").asInt()).isEqualTo(2);
        for (GraspAttempt expected : attempts) {
            GraspAttempt stored = StoreAccess.ask(to, store -> store.episodes().attempt(expected.id()))
                    .orElseThrow();
            compare(stored, expected);
            assertThat(stored.started().source()).hasToString("imported:" + set.getFileName());
        }
        FarmCounts counts = StoreAccess.ask(to, store -> store.statistics().counts());
        assertThat(counts.imported()).isEqualTo(2);
        assertThat(ArmfarmCommand.execute("fsck", "--data", to.toString())).isZero();
    }

    private static void compare(GraspAttempt stored, GraspAttempt expected) {
        List<FrameCaptured> steps = steps(stored);
        List<FrameCaptured> expectedSteps = steps(expected);
        assertThat(steps.stream().map(FrameCaptured::image).toList())
                .isEqualTo(expectedSteps.stream().map(FrameCaptured::image).toList());
        for (int i = 0; i < steps.size(); i++) {
            MotorCommand command = command(steps.get(i));
            MotorCommand expectedCommand = command(expectedSteps.get(i));
            assertThat(command.dxMeters()).isEqualTo((float) expectedCommand.dxMeters());
            assertThat(command.dzMeters()).isEqualTo((float) expectedCommand.dzMeters());
            assertThat(command.sinYaw()).isEqualTo((float) expectedCommand.sinYaw());
        }
        assertThat(stored.ended().outcome()).isEqualTo(expected.ended().outcome());
    }

    private static MotorCommand command(FrameCaptured frame) {
        return frame.step().orElseThrow().decision().command();
    }

    private static List<FrameCaptured> steps(GraspAttempt attempt) {
        return attempt.frames().stream()
                .filter(frame -> frame.kind() == FrameKind.STEP)
                .toList();
    }

    @Test
    void goesOnWhereADamagedFileEnded() throws IOException {
        Path set = export("brain2016");
        Path file = set.resolve("grasping_dataset_first_train.tfrecord-00000-of-00001");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 5));

        JsonNode cut = imported(1, "brain2016", set);

        assertThat(cut.path("attempts_stored").asInt()).isEqualTo(1);
        assertThat(cut.path("problem_count").asInt()).isEqualTo(2);
        assertThat(cut.path("problems").toString())
                .contains("manifest.json expects")
                .contains("(record 2)")
                .contains("get the file again");

        Files.write(file, whole);
        JsonNode rest = imported(0, "brain2016", set);
        assertThat(rest.path("attempts_stored").asInt()).isEqualTo(1);
        assertThat(rest.path("attempts_already_stored").asInt()).isEqualTo(1);
    }

    @Test
    void namesTheRecordThatItCannotUse() throws IOException {
        Path set = export("brain2016");
        Path file = set.resolve("grasping_dataset_first_train.tfrecord-00000-of-00001");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 100] ^= 1;
        Files.write(file, bytes);

        JsonNode report = imported(1, "brain2016", set);

        assertThat(report.path("attempts_stored").asInt()).isEqualTo(1);
        assertThat(report.path("rejected").size()).isEqualTo(1);
        assertThat(report.path("rejected_places").get(0).asText())
                .startsWith("grasping_dataset_first_train.tfrecord-00000-of-00001, record 2: the record does not fit");
    }

    @Test
    void doesNotTrustParquetThatWasChanged() throws IOException {
        Path set = export("lerobot");
        Path file = set.resolve("data/chunk-000/file-000.parquet");
        byte[] bytes = Files.readAllBytes(file);
        bytes[1000] ^= 1;
        Files.write(file, bytes);

        JsonNode report = imported(1, "lerobot", set);

        assertThat(report.path("attempts_stored").asInt()).isZero();
        assertThat(report.path("problems").get(0).asText())
                .contains("file-000.parquet has the SHA-256")
                .contains("Get it again");
    }

    @Test
    void oneFileThatCannotBeReadDoesNotEndTheOthers() throws IOException {
        Path set = export("brain2016");
        Files.createSymbolicLink(set.resolve("a.tfrecord"), folder.resolve("another disk, not there"));

        JsonNode report = imported(1, "brain2016", set);

        assertThat(report.path("attempts_stored").asInt()).isEqualTo(2);
        assertThat(report.path("problem_count").asInt()).isEqualTo(1);
        assertThat(report.path("problems").get(0).asText())
                .contains("Cannot read")
                .contains("a.tfrecord");
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        Path set = export("lerobot");

        assertThat(run("import", "--format", "lerobot", folder.toString(), "--dry-run"))
                .isEqualTo(2);
        assertThat(run("import", "--format", "brain2016", set.toString(), "--dry-run"))
                .isEqualTo(2);
        assertThat(run("import", "--format", "brain2016", set.toString(), "--frames"))
                .isEqualTo(2);
        assertThat(run("import", "--format", "rlds", set.toString())).isEqualTo(2);
        assertThat(run("import", "--format", "brain2016", set.toString(), "--open-gripper", "0"))
                .isEqualTo(2);
        try (DataFolder running = DataFolder.open(to)) {
            assertThat(run(
                            "import",
                            "--format",
                            "lerobot",
                            set.toString(),
                            "--data",
                            running.root().toString()))
                    .isEqualTo(5);
        }
    }

    @Test
    void aDryRunTouchesNothing() throws IOException {
        Path set = export("lerobot");

        JsonNode report = imported(0, "lerobot", set, "--dry-run");

        assertThat(report.path("dry_run").asBoolean()).isTrue();
        assertThat(report.path("attempts_stored").asInt()).isEqualTo(2);
        assertThat(to).doesNotExist();
    }

    /** A copy that a test may damage. */
    private Path export(String format) throws IOException {
        Path copy = folder.resolve(format);
        Path original = exports.resolve(format);
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, copy.resolve(original.relativize(file)));
            }
        }
        return copy;
    }

    private JsonNode imported(int exitCode, String format, Path set, String... more) throws IOException {
        String[] first = {"import", "--format", format, set.toString(), "--data", to.toString(), "--json"};
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            assertThat(run(all)).isEqualTo(exitCode);
        } finally {
            System.setOut(before);
        }
        return new ObjectMapper().readTree(bytes.toString(StandardCharsets.UTF_8));
    }

    private static int run(String... arguments) {
        return ArmfarmCommand.execute(arguments);
    }
}
