package armfarm.cli.bags;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.drivers.kinematics.UrdfReader;
import armfarm.messages.CameraInfo;
import armfarm.messages.FrameCaptured;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.ImageHeader;
import armfarm.messages.Outcome;
import armfarm.messages.Pose;
import armfarm.messages.Purpose;
import armfarm.ros.RosMessages;
import armfarm.ros.messages.BoolMessage;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.Float64Message;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.PoseStamped;
import armfarm.ros.messages.StringMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedAttemptsTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    @TempDir
    private Path folder;

    private final MemoryTarget target = new MemoryTarget();

    @Test
    void takesWhatLiesBetweenTwoOutcomesAsAnAttempt() {
        Path bag = folder.resolve("lab.bag");
        try (TestBags out = new TestBags(bag)) {
            CameraInfo camera = new CameraInfo(imageWidth(), imageHeight(), 100, 90, 31, 23, Pose.IDENTITY);
            out.add(0, "/info", CameraInfoMessage.TYPE, RosMessages.cameraInfoMessage(camera, TestBags.at(0)));
            grasp(out, 0, true);
            out.add(9.5, "/outcome", BoolMessage.TYPE, new BoolMessage(true));
            grasp(out, 10, true);
            out.add(19.5, "/outcome", BoolMessage.TYPE, new BoolMessage(false));
        }

        ImportReport report = TestBags.run(options(3, true), target, bag);

        assertThat(report.complete()).isTrue();
        assertThat(report.kind()).isEqualTo("mapped");
        assertThat(target.attempts())
                .extracting(attempt -> attempt.started().source().name())
                .containsOnly("bag:lab");
        assertThat(target.attempts())
                .extracting(attempt -> attempt.ended().outcome())
                .containsExactly(Outcome.SUCCESS, Outcome.FAILURE);
        GraspAttempt first = target.attempts().get(0);
        assertThat(first.started().purpose()).isEqualTo(Purpose.IMPORT);
        assertThat(first.started().camera())
                .isEqualTo(new CameraInfo(imageWidth(), imageHeight(), 100, 90, 31, 23, Pose.IDENTITY));
        assertThat(first.frames())
                .extracting(FrameCaptured::kind)
                .containsExactly(FrameKind.STEP, FrameKind.STEP, FrameKind.STEP, FrameKind.VIEW);
        // The gripper closes after 5 s, at z = 0.5 - 5 * 0.05; images are there at 0.2, 1.2, ..., 8.2 s.
        assertThat(first.frames())
                .extracting(FrameCaptured::stamp)
                .containsExactly(TestBags.at(0.2), TestBags.at(2.2), TestBags.at(4.2), TestBags.at(8.2));
        GraspStep step = first.frames().get(0).step().orElseThrow();
        assertThat(step.gripperInBase().zMeters()).isEqualTo(0.49, EXACT);
        assertThat(step.decision().command().dzMeters()).isEqualTo(0.25 - 0.49, EXACT);
        assertThat(step.commandedInBase().zMeters()).isEqualTo(0.39, EXACT);
        GraspStep last = first.frames().get(2).step().orElseThrow();
        assertThat(last.commandedInBase().zMeters()).isEqualTo(0.25, EXACT);
        assertThat(first.ended().gripperOpeningMeters()).hasValue(0.01);
    }

    @Test
    void withoutAGripperTheLowestPoseIsTheGrasp() {
        Path bag = folder.resolve("lab.bag");
        try (TestBags out = new TestBags(bag)) {
            grasp(out, 0, false);
            out.add(9.5, "/outcome", BoolMessage.TYPE, new BoolMessage(true));
        }

        TestBags.run(options(2, true, false), target, bag);

        GraspStep last = target.attempts().get(0).frames().get(1).step().orElseThrow();
        assertThat(last.commandedInBase().zMeters()).isEqualTo(0.055, EXACT);
    }

    @Test
    void jointsAndTheirUrdfTakeThePlaceOfPoses() throws IOException {
        Path urdf = Files.writeString(folder.resolve("lift.urdf"), """
                <robot name="lift">
                  <link name="base_link"/><link name="hand"/>
                  <joint name="lift" type="prismatic">
                    <parent link="base_link"/><child link="hand"/>
                    <origin xyz="0.4 0.1 0" rpy="3.14159265358979 0 0"/><axis xyz="0 0 -1"/>
                    <limit lower="0" upper="1" effort="1" velocity="1"/>
                  </joint>
                </robot>
                """);
        Path bag = folder.resolve("lab.bag");
        try (TestBags out = new TestBags(bag)) {
            for (int i = 0; i < 30; i++) {
                out.add(i, "/joints", JointStateMessage.TYPE, joints(i, "lift", 0.5 - 0.01 * i));
                out.add(i, "/joints", JointStateMessage.TYPE, joints(i, "finger", 0.02));
                out.add(i + 0.1, "/image", CompressedImage.TYPE, image(i + 0.1));
            }
            out.add(40, "/outcome", BoolMessage.TYPE, new BoolMessage(true));
        }
        ImportOptions.Topics.Joints joints =
                new ImportOptions.Topics.Joints("/joints", UrdfReader.read(urdf, "base_link", "hand"));
        ImportOptions.Topics topics = new ImportOptions.Topics(
                List.of("/image"),
                Optional.empty(),
                Optional.of(joints),
                Optional.empty(),
                Optional.of(new ImportOptions.Topics.OutcomeTopic("/outcome", Optional.empty())),
                Optional.empty(),
                Optional.empty(),
                2);

        ImportReport report =
                TestBags.run(new ImportOptions(ImportOptions.Kind.AUTO, Optional.empty(), topics), target, bag);

        assertThat(report.complete()).isTrue();
        assertThat(report.ignored()).isEqualTo(30);
        GraspStep first = target.attempts().get(0).frames().get(0).step().orElseThrow();
        assertThat(first.gripperInBase().xMeters()).isEqualTo(0.4, EXACT);
        assertThat(first.gripperInBase().zMeters()).isEqualTo(0.5, EXACT);
        assertThat(first.decision().command().dzMeters()).isEqualTo(-0.29, EXACT);
    }

    private static JointStateMessage joints(double seconds, String name, double position) {
        return new JointStateMessage(
                Header.at(TestBags.at(seconds), ""), List.of(name), List.of(position), List.of(), List.of());
    }

    @Test
    void withoutPosesTheImagesAreViews() {
        Path bag = folder.resolve("lab.bag");
        try (TestBags out = new TestBags(bag)) {
            grasp(out, 0, true);
            out.add(9.5, "/outcome", StringMessage.TYPE, new StringMessage(" Succeeded "));
        }

        TestBags.run(options(4, false), target, bag);

        GraspAttempt attempt = target.attempts().get(0);
        assertThat(attempt.ended().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(attempt.frames()).hasSize(4).allMatch(frame -> frame.kind() == FrameKind.VIEW);
    }

    @Test
    void countsAttemptsThatCannotBeMadeWithTheReason() {
        Path bag = folder.resolve("lab.bag");
        try (TestBags out = new TestBags(bag)) {
            out.add(0, "/outcome", StringMessage.TYPE, new StringMessage("success"));
            grasp(out, 10, true);
            out.add(19.5, "/outcome", StringMessage.TYPE, new StringMessage("banana"));
            out.add(20, "/pose", PoseStamped.TYPE, pose(20, 0.3));
            out.add(25, "/image", CompressedImage.TYPE, image(25));
            out.add(29, "/outcome", StringMessage.TYPE, new StringMessage("failure"));
            out.add(30, "/image", CompressedImage.TYPE, image(30));
        }

        ImportReport report = TestBags.run(options(2, true), target, bag);

        assertThat(target.attempts()).isEmpty();
        assertThat(report.attemptsRejected())
                .isEqualTo(Map.of(
                        "no image before the outcome",
                        1L,
                        "outcome 'banana' is no known word, expected success, failure or unknown, or the one of"
                                + " --success-value",
                        1L,
                        "no image before the grasp",
                        1L,
                        "the recording ends before the outcome",
                        1L));
    }

    @Test
    void spreadsImagesEvenly() {
        assertThat(MappedFrames.spread(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), 4))
                .containsExactly(0, 3, 6, 9);
        assertThat(MappedFrames.spread(List.of(0, 1), 4)).containsExactly(0, 1);
        assertThat(MappedFrames.spread(List.of(0, 1, 2), 1)).containsExactly(0);
    }

    @Test
    void thinsLargeSamplesByTheirBytes() {
        Samples<Integer> samples = new Samples<>(100, 1000, value -> 100);
        for (int i = 0; i < 5_000; i++) {
            samples.add(TestBags.at(i), i);
        }

        assertThat(samples.all())
                .hasSizeBetween(5, 10)
                .first()
                .satisfies(first -> assertThat(first.value()).isZero());
        Samples<Integer> huge = new Samples<>(100, 1000, value -> 5000);
        for (int i = 0; i < 50; i++) {
            huge.add(TestBags.at(i), i);
        }
        assertThat(huge.all()).hasSizeBetween(1, 2);
    }

    @Test
    void thinsSamplesInsteadOfGrowing() {
        Samples<Integer> samples = new Samples<>(100);
        for (int i = 0; i < 10_000; i++) {
            samples.add(TestBags.at(i), i);
        }

        assertThat(samples.all())
                .hasSizeBetween(50, 100)
                .first()
                .satisfies(first -> assertThat(first.value()).isZero());
        assertThat(samples.all().get(samples.all().size() - 1).value()).isGreaterThan(9_700);
        assertThat(samples.at(TestBags.at(5_000.5)).orElseThrow().value()).isBetween(4_850, 5_000);
    }

    /** Nine seconds of going down, images at 1 Hz, poses at 10 Hz; the gripper closes after five. */
    private static void grasp(TestBags out, double start, boolean gripper) {
        for (int i = 0; i < 90; i++) {
            double seconds = start + i / 10.0;
            out.add(seconds, "/pose", PoseStamped.TYPE, pose(seconds, 0.5 - 0.05 * (i / 10.0)));
            if (gripper) {
                out.add(seconds, "/gripper", Float64Message.TYPE, new Float64Message(i <= 50 ? 0.08 : 0.01));
            }
            if (i % 10 == 2) {
                out.add(seconds, "/image", CompressedImage.TYPE, image(seconds));
            }
        }
    }

    private static PoseStamped pose(double seconds, double zMeters) {
        return new PoseStamped(
                Header.at(TestBags.at(seconds), "base"), RosMessages.poseMessage(Pose.topDown(0.4, 0.1, zMeters, 0.2)));
    }

    private static CompressedImage image(double seconds) {
        return new CompressedImage(
                Header.at(TestBags.at(seconds), "camera"),
                "jpeg",
                new ByteArray(SampleAttempts.jpeg((long) (1000 * seconds)).bytes()));
    }

    private static int imageWidth() {
        return ImageHeader.of(SampleAttempts.jpeg(0).bytes()).orElseThrow().widthPixels();
    }

    private static int imageHeight() {
        return ImageHeader.of(SampleAttempts.jpeg(0).bytes()).orElseThrow().heightPixels();
    }

    private static ImportOptions options(int steps, boolean poses) {
        return options(steps, poses, true);
    }

    private static ImportOptions options(int steps, boolean poses, boolean gripper) {
        return new ImportOptions(
                ImportOptions.Kind.AUTO,
                Optional.empty(),
                new ImportOptions.Topics(
                        List.of("/image"),
                        poses ? Optional.of("/pose") : Optional.empty(),
                        Optional.empty(),
                        gripper
                                ? Optional.of(new ImportOptions.Topics.Gripper("/gripper", List.of()))
                                : Optional.empty(),
                        Optional.of(new ImportOptions.Topics.OutcomeTopic("/outcome", Optional.empty())),
                        Optional.of("/info"),
                        Optional.empty(),
                        steps));
    }
}
