package armfarm.episodes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.episodes.formats.Formats;
import armfarm.episodes.imports.CollectingVisitor;
import armfarm.episodes.imports.ImportFormat;
import armfarm.episodes.imports.ImportSettings;
import armfarm.messages.DepthCodec;
import armfarm.messages.DepthImage;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.MotorCommand;
import armfarm.messages.Outcome;
import armfarm.messages.hash.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The training libraries themselves, of {@code ./check --python}: they load what we export, by the loader of its README, and we
 * import what they write. Never skipped: without them it fails.
 */
@Tag("python")
class TrainingLibrariesIT {
    private static final ImportSettings SETTINGS = ImportSettings.of("test");

    @TempDir
    private Path folder;

    private Python python;

    @BeforeEach
    void findPython() {
        String executable = System.getenv("ARMFARM_PYTHON_HEAVY");
        assertThat(executable)
                .as("ARMFARM_PYTHON_HEAVY, a Python with what scripts/python/requirements-heavy.txt lists; ./check"
                        + " --python makes one")
                .isNotBlank();
        python = new Python(executable, folder, 300);
    }

    @ParameterizedTest
    @EnumSource
    void loadWhatIsExported(ExportFormat format) throws Exception {
        Path out = folder.resolve("out");
        new FakeSnapshotStore(new ExportAttempts().next(11))
                .export(
                        ExportRequest.of(FakeSnapshotStore.NAME, format, out).withFileBytes(20_000),
                        ExportProgress.SILENT,
                        InstantSource.system());
        List<String> loaders = Python.loaders(out);
        assertThat(loaders).hasSize(2);

        String printed = python.run(out, loaders.get(1));

        assertThat(printed).doesNotContain("Error");
        assertThat(printed.lines().reduce((earlier, last) -> last).orElseThrow())
                .isEqualTo(
                        switch (format) {
                            case LEROBOT -> "22 frames, 11 episodes, 6 successes, last batch (6, 3, 48, 64) (6, 5)";
                            case WEBDATASET -> "11 samples, 6 successes, last batch (3, 3, 48, 64)";
                            case RLDS -> "11 episodes, 22 steps, 6 successes, last (48, 64, 3) (5,)";
                            case BRAIN2016 -> "11 attempts, 6 successes, last (48, 64, 3) (7,)";
                        });
    }

    @Test
    void loadDepthOfRldsInMillimetres() throws Exception {
        Path out = folder.resolve("out");
        short[] millimeters = new short[ExportAttempts.WIDTH * ExportAttempts.HEIGHT];
        millimeters[5] = 640;
        ExportAttempts made = new ExportAttempts();
        made.depth = Optional.of(
                DepthCodec.encode(new DepthImage(ExportAttempts.WIDTH, ExportAttempts.HEIGHT, millimeters)));
        new FakeSnapshotStore(made.next(3))
                .export(
                        ExportRequest.of(FakeSnapshotStore.NAME, ExportFormat.RLDS, out),
                        ExportProgress.SILENT,
                        InstantSource.system());

        String printed = python.run(out, """
                import tensorflow_datasets as tfds
                builder = tfds.builder_from_directory(".")
                for split in builder.info.splits:
                    for episode in builder.as_dataset(split=split):
                        for step in episode["steps"]:
                            depth = step["observation"]["depth"].numpy()
                            print("depth", depth.shape, depth.dtype, depth[0, 5, 0], depth.sum())
                """);

        assertThat(printed.lines().filter(line -> line.startsWith("depth ")))
                .hasSize(6)
                .allMatch(line -> line.equals("depth (48, 64, 1) uint16 640 640"));
    }

    @Test
    void writeTfRecordsThatAreImported() throws Exception {
        List<GraspAttempt> attempts = written("write-brain2016.py", ImportFormat.BRAIN2016);

        assertThat(attempts).hasSize(3);
        assertThat(attempts.stream().map(attempt -> attempt.ended().outcome()))
                .containsExactly(Outcome.SUCCESS, Outcome.FAILURE, Outcome.SUCCESS);
        GraspAttempt first = attempts.get(0);
        assertThat(first.frames().stream().map(FrameCaptured::kind))
                .containsExactly(FrameKind.VIEW, FrameKind.STEP, FrameKind.STEP);
        assertThat(first.started().camera().cxPixels()).isEqualTo(335.34f);
        assertThat(first.started().camera().cameraInBase().zMeters()).isEqualTo(1.5);
        MotorCommand command =
                first.frames().get(1).step().orElseThrow().decision().command();
        assertThat(command.dxMeters()).isCloseTo(0.1, within(1e-6));
        assertThat(command.dzMeters()).isCloseTo(-0.3, within(1e-6));
    }

    @Test
    void writeLeRobotDataSetsThatAreImported() throws Exception {
        List<GraspAttempt> attempts = written("write-lerobot.py", ImportFormat.LEROBOT);

        assertThat(attempts).hasSize(3);
        assertThat(attempts.stream().map(attempt -> attempt.ended().outcome()))
                .containsExactly(Outcome.SUCCESS, Outcome.FAILURE, Outcome.SUCCESS);
        assertThat(attempts.stream().map(attempt -> attempt.frames().size())).containsExactly(2, 3, 4);
        FrameCaptured frame = attempts.get(2).frames().get(3);
        assertThat(frame.kind()).isEqualTo(FrameKind.STEP);
        assertThat(frame.image().mediaType()).isEqualTo("image/png");
        assertThat(frame.step().orElseThrow().decision().command())
                .isEqualTo(new MotorCommand(0.25f, 2, 3, 0.6f, 0.8f));
        assertThat(frame.step().orElseThrow().gripperInBase().zMeters()).isEqualTo(0.5);
    }

    /** Runs the script, which prints the hash of each image, and imports what it wrote. */
    private List<GraspAttempt> written(String script, ImportFormat format) throws IOException, InterruptedException {
        String printed = python.run(folder, script(script));
        assertThat(printed).contains("written").doesNotContain("Error");

        CollectingVisitor read = CollectingVisitor.of(Formats.open(format, folder.resolve("written"), SETTINGS));

        assertThat(read.rejected).isEmpty();
        assertThat(read.problems).isEmpty();
        List<String> expected = printed.lines()
                .filter(line -> line.startsWith("image "))
                .map(line -> line.substring("image ".length()))
                .toList();
        assertThat(read.attempts.stream()
                        .flatMap(attempt -> attempt.frames().stream())
                        .filter(frame -> frame.kind() == FrameKind.STEP)
                        .map(frame -> Hash.SHA_256.hex(frame.image().bytes()))
                        .toList())
                .as("hashes of the images as the library wrote them")
                .isEqualTo(expected);
        return read.attempts;
    }

    private static String script(String name) throws IOException {
        try (InputStream in = TrainingLibrariesIT.class.getResourceAsStream(name)) {
            assertThat(in).as("resource %s", name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
