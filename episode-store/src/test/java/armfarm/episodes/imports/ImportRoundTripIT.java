package armfarm.episodes.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.episodes.export.ExportAttempts;
import armfarm.episodes.export.ExportFormat;
import armfarm.episodes.export.ExportProgress;
import armfarm.episodes.export.ExportRequest;
import armfarm.episodes.export.FakeSnapshotStore;
import armfarm.episodes.formats.Formats;
import armfarm.messages.ArmId;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.LabelSource;
import armfarm.messages.MotorCommand;
import armfarm.messages.Pose;
import armfarm.messages.Purpose;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a farm exported comes back: the very images, the commands to the digits the format has, the outcomes. */
class ImportRoundTripIT {
    private static final Offset<Double> SINGLE_PRECISION = within(1e-6);
    private static final ImportSettings SETTINGS = ImportSettings.of("test");

    @TempDir
    private Path folder;

    private final List<GraspAttempt> attempts = new ExportAttempts().next(11);

    @ParameterizedTest
    @EnumSource
    void bringsBackImagesCommandsAndOutcomes(ImportFormat format) {
        CollectingVisitor read = CollectingVisitor.of(Formats.open(format, export(format), SETTINGS));

        assertThat(read.rejected).isEmpty();
        assertThat(read.problems).isEmpty();
        assertThat(read.leftOut).isEmpty();
        List<GraspAttempt> back = sorted(read.attempts);
        List<GraspAttempt> expected = sorted(attempts);
        assertThat(ids(back)).isEqualTo(ids(expected));
        for (int i = 0; i < back.size(); i++) {
            compare(back.get(i), expected.get(i));
        }
    }

    private static void compare(GraspAttempt back, GraspAttempt expected) {
        assertThat(steps(back).map(FrameCaptured::image).toList())
                .isEqualTo(steps(expected).map(FrameCaptured::image).toList());
        List<GraspStep> steps =
                steps(back).map(frame -> frame.step().orElseThrow()).toList();
        List<GraspStep> expectedSteps =
                steps(expected).map(frame -> frame.step().orElseThrow()).toList();
        for (int i = 0; i < steps.size(); i++) {
            compare(
                    steps.get(i).decision().command(),
                    expectedSteps.get(i).decision().command());
            compare(steps.get(i).gripperInBase(), expectedSteps.get(i).gripperInBase());
            compare(steps.get(i).commandedInBase(), expectedSteps.get(i).commandedInBase());
        }
        assertThat(back.ended().outcome()).isEqualTo(expected.ended().outcome());
        assertThat(back.ended().labels()).allMatch(label -> label.source() == LabelSource.RECORDING);
        assertThat(back.started().purpose()).isEqualTo(Purpose.IMPORT);
        assertThat(back.started().objectSet()).isEqualTo(expected.started().objectSet());
        assertThat(steps.get(0).decision().exploration())
                .isEqualTo(expectedSteps.get(0).decision().exploration());
        assertThat(back.started().arm()).isEqualTo(expected.started().arm());
        assertThat(back.started().startedAt().toEpochMilli())
                .isEqualTo(expected.started().startedAt().toEpochMilli());
        compare(
                back.started().camera().cameraInBase(),
                expected.started().camera().cameraInBase());
        assertThat(back.started().camera().cxPixels())
                .isEqualTo(expected.started().camera().cxPixels());
        assertThat(back.started().camera().widthPixels()).isEqualTo(ExportAttempts.WIDTH);
    }

    private static void compare(MotorCommand back, MotorCommand expected) {
        assertThat(back.dxMeters()).isEqualTo((float) expected.dxMeters());
        assertThat(back.dyMeters()).isEqualTo((float) expected.dyMeters());
        assertThat(back.dzMeters()).isEqualTo((float) expected.dzMeters());
        assertThat(back.sinYaw()).isEqualTo((float) expected.sinYaw());
        assertThat(back.cosYaw()).isEqualTo((float) expected.cosYaw());
    }

    private static void compare(Pose back, Pose expected) {
        assertThat(back.distanceMeters(expected)).isCloseTo(0, SINGLE_PRECISION);
        assertThat(back.yawRadians()).isCloseTo(expected.yawRadians(), SINGLE_PRECISION);
    }

    @Test
    void bringsBackTheDropTestWhereTheFormatHasIt() {
        List<GraspAttempt> back = CollectingVisitor.of(
                        Formats.open(ImportFormat.BRAIN2016, export(ImportFormat.BRAIN2016), SETTINGS))
                .attempts;

        GraspAttempt first = sorted(back).get(0);
        assertThat(first.frames().stream().map(FrameCaptured::kind))
                .containsExactly(FrameKind.STEP, FrameKind.STEP, FrameKind.LIFTED, FrameKind.DROPPED);
        assertThat(first.frames().stream().map(FrameCaptured::image).toList())
                .isEqualTo(attempts.get(0).frames().stream()
                        .map(FrameCaptured::image)
                        .toList());
        assertThat(first.ended().gripperOpeningMeters().getAsDouble()).isEqualTo((float)
                attempts.get(0).ended().gripperOpeningMeters().getAsDouble());
    }

    @Test
    void takesOnlyTheImagesWhenAskedTo() {
        Path out = export(ImportFormat.LEROBOT);

        List<GraspAttempt> back = CollectingVisitor.of(Formats.open(
                        ImportFormat.LEROBOT, out, SETTINGS.withViewsOnly().withArm(new ArmId("other"))))
                .attempts;

        assertThat(back).hasSize(11);
        assertThat(back).allMatch(attempt -> attempt.started().arm().name().equals("other"));
        assertThat(back.stream().flatMap(attempt -> attempt.frames().stream()).map(FrameCaptured::kind))
                .containsOnly(FrameKind.VIEW);
    }

    private Path export(ImportFormat format) {
        Path out = folder.resolve(format.label());
        new FakeSnapshotStore(attempts)
                .export(
                        ExportRequest.of(
                                        FakeSnapshotStore.NAME,
                                        ExportFormat.valueOf(format.name().toUpperCase(Locale.ROOT)),
                                        out)
                                .withFileBytes(8_000)
                                .withOpenGripperMeters(0.08),
                        ExportProgress.SILENT,
                        InstantSource.system());
        return out;
    }

    private static Stream<FrameCaptured> steps(GraspAttempt attempt) {
        return attempt.frames().stream().filter(frame -> frame.kind() == FrameKind.STEP);
    }

    private static List<GraspAttempt> sorted(List<GraspAttempt> list) {
        return list.stream().sorted(Comparator.comparing(GraspAttempt::id)).toList();
    }

    private static List<String> ids(List<GraspAttempt> list) {
        return list.stream().map(attempt -> attempt.id().toString()).toList();
    }
}
