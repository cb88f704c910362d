package armfarm.cli.bags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.cli.bags.ImportOptions.Topics.Gripper;
import armfarm.cli.bags.ImportOptions.Topics.OutcomeTopic;
import armfarm.drivers.kinematics.UrdfReader;
import armfarm.messages.AttemptId;
import armfarm.messages.CameraInfo;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.FrameKind;
import armfarm.messages.GraspAttempt;
import armfarm.messages.Outcome;
import armfarm.messages.Pose;
import armfarm.ros.RosMessages;
import armfarm.ros.messages.BoolMessage;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.Float64Message;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.IntegerMessage;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.PoseStamped;
import armfarm.ros.messages.RegionOfInterest;
import armfarm.ros.messages.StringMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What labs' recordings have that nobody asked for: nothing of it becomes a wrong label, calibration or pose. */
class ForeignBagsTest {
    private static final int WIDTH = 16;
    private static final int HEIGHT = 12;

    @TempDir
    private Path folder;

    private final MemoryTarget target = new MemoryTarget();

    /** Options that a test changes. */
    private Optional<String> poseTopic = Optional.of("/pose");

    private Optional<ImportOptions.Topics.Joints> joints = Optional.empty();
    private Optional<Gripper> gripper = Optional.of(new Gripper("/gripper", List.of()));
    private Optional<String> success = Optional.empty();
    private Optional<String> infoTopic = Optional.empty();
    private String imageTopic = "/image";
    private int steps = 2;

    private ImportOptions options() {
        return new ImportOptions(
                ImportOptions.Kind.AUTO,
                Optional.empty(),
                new ImportOptions.Topics(
                        List.of(imageTopic),
                        poseTopic,
                        joints,
                        gripper,
                        Optional.of(new OutcomeTopic("/outcome", success)),
                        infoTopic,
                        Optional.empty(),
                        steps));
    }

    private ImportReport run(Path bag) {
        return TestBags.run(options(), target, bag);
    }

    private List<Outcome> outcomes() {
        return target.attempts().stream()
                .map(attempt -> attempt.ended().outcome())
                .toList();
    }

    /** One second of going down and closing, ten images. */
    private void grasp(TestBags out, double start) {
        for (int i = 0; i < 10; i++) {
            double seconds = start + i / 10.0;
            out.add(seconds, "/pose", PoseStamped.TYPE, pose(seconds, 0.30 - 0.03 * Math.min(i, 8)));
            out.add(seconds + 0.001, "/gripper", Float64Message.TYPE, new Float64Message(i < 8 ? 0.08 : 0.03));
            out.add(seconds + 0.002, imageTopic, ImageMessage.TYPE, image(seconds + 0.002));
        }
    }

    private static PoseStamped pose(double seconds, double zMeters) {
        return new PoseStamped(
                Header.at(TestBags.at(seconds), "base"), RosMessages.poseMessage(Pose.topDown(0.4, 0.1, zMeters, 0.2)));
    }

    private static ImageMessage image(double seconds) {
        byte[] pixels = new byte[3 * WIDTH * HEIGHT];
        Arrays.fill(pixels, (byte) Math.round(seconds * 10));
        return new ImageMessage(
                Header.at(TestBags.at(seconds), "camera"), HEIGHT, WIDTH, "rgb8", 0, 3L * WIDTH, new ByteArray(pixels));
    }

    @Test
    void knowsOnlyZeroAndOneOfNumbersAndNamesTheOthers() {
        Path bag = folder.resolve("codes.bag");
        try (TestBags out = new TestBags(bag)) {
            int[] codes = {1, -31, 99_999, 0, -1};
            for (int i = 0; i < codes.length; i++) {
                grasp(out, 10 * i);
                out.add(10 * i + 1, "/outcome", IntegerMessage.INT32, new IntegerMessage(codes[i]));
            }
        }

        ImportReport report = run(bag);

        assertThat(outcomes()).containsExactly(Outcome.SUCCESS, Outcome.FAILURE);
        assertThat(report.attemptsRejected().keySet())
                .hasSize(3)
                .anyMatch(reason -> reason.startsWith("outcome '-31' is neither 0"))
                .anyMatch(reason -> reason.startsWith("outcome '99999' ") && reason.contains("--success-value"));

        success = Optional.of("0");
        run(bag);
        assertThat(outcomes().subList(2, 7))
                .as("with the value that means success")
                .containsExactly(Outcome.FAILURE, Outcome.FAILURE, Outcome.FAILURE, Outcome.SUCCESS, Outcome.FAILURE);
    }

    @Test
    void saysWhichWordItDoesNotKnowAndTakesTheOneThatIsNamed() {
        Path bag = folder.resolve("words.bag");
        try (TestBags out = new TestBags(bag)) {
            grasp(out, 0);
            out.add(1, "/outcome", StringMessage.TYPE, new StringMessage("abor\u001b[31mted"));
            grasp(out, 10);
            out.add(11, "/outcome", StringMessage.TYPE, new StringMessage("Secured"));
        }
        success = Optional.of("secured");

        ImportReport report = run(bag);

        assertThat(outcomes()).containsExactly(Outcome.SUCCESS);
        assertThat(report.attemptsRejected().keySet())
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("outcome 'abor?[31mted' is no known word");
    }

    @Test
    void aStateThatIsPublishedAgainAndAgainCutsNothingUp() {
        Path bag = folder.resolve("state.bag");
        try (TestBags out = new TestBags(bag)) {
            for (int attempt = 0; attempt < 3; attempt++) {
                for (int i = 0; i < 50; i++) {
                    double seconds = 5 * attempt + i / 10.0;
                    if (i < 10) {
                        out.add(seconds, "/pose", PoseStamped.TYPE, pose(seconds, 0.3 - 0.03 * Math.min(i, 8)));
                        out.add(seconds, "/gripper", Float64Message.TYPE, new Float64Message(i < 8 ? 0.08 : 0.03));
                        out.add(seconds, "/image", ImageMessage.TYPE, image(seconds));
                    }
                    out.add(seconds + 0.003, "/outcome", BoolMessage.TYPE, new BoolMessage(i > 11));
                }
            }
        }
        steps = 20;

        ImportReport report = run(bag);

        assertThat(outcomes()).containsExactly(Outcome.SUCCESS, Outcome.SUCCESS, Outcome.SUCCESS);
        assertThat(target.attempts()).allMatch(attempt -> attempt.frames().size() >= 8);
        assertThat(report.attemptsRejected())
                .hasSize(2)
                .containsEntry("the outcome topic holds a state; its first value is no outcome", 1L)
                .containsValue(2L);
    }

    @Test
    void aRepeatedOutcomeIsOneAndEqualOutcomesOfDifferentGraspsAreTwo() {
        Path bag = folder.resolve("thrice.bag");
        try (TestBags out = new TestBags(bag)) {
            for (int attempt = 0; attempt < 3; attempt++) {
                grasp(out, 5 * attempt);
                for (int i = 0; i < 3; i++) {
                    out.add(5 * attempt + 1 + i / 10.0, "/outcome", BoolMessage.TYPE, new BoolMessage(true));
                }
            }
        }

        ImportReport report = run(bag);

        assertThat(outcomes()).containsExactly(Outcome.SUCCESS, Outcome.SUCCESS, Outcome.SUCCESS);
        assertThat(report.complete()).isTrue();
    }

    // Time

    @Test
    void cutsAttemptsByTimeWhateverTheOrderInTheFile() {
        Path ordered = folder.resolve("ordered.bag");
        try (TestBags out = new TestBags(ordered)) {
            for (int attempt = 0; attempt < 3; attempt++) {
                grasp(out, 5 * attempt);
                out.add(5 * attempt + 1, "/outcome", BoolMessage.TYPE, new BoolMessage(attempt % 2 == 0));
            }
        }
        Path byTopic = folder.resolve("by-topic.bag");
        try (TestBags out = new TestBags(byTopic)) {
            for (String topic : List.of("/image", "/gripper", "/outcome", "/pose")) {
                TestBags.read(ordered).stream()
                        .filter(message -> message.connection().topic().equals(topic))
                        .forEach(message -> out.add(
                                seconds(message.time()),
                                message.connection(),
                                message.data().bytes()));
            }
        }
        run(ordered);
        MemoryTarget other = new MemoryTarget();

        ImportReport report = TestBags.run(options(), other, byTopic);

        assertThat(report.complete()).isTrue();
        assertThat(other.attempts()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            GraspAttempt expected = target.attempts().get(i);
            GraspAttempt found = other.attempts().get(i);
            assertThat(found.ended().outcome()).isEqualTo(expected.ended().outcome());
            assertThat(found.frames())
                    .extracting(frame -> frame.stamp())
                    .isEqualTo(expected.frames().stream()
                            .map(frame -> frame.stamp())
                            .toList());
        }
    }

    private static double seconds(Instant time) {
        return (time.getEpochSecond() - 1_700_000_000L) + time.getNano() / 1e9;
    }

    @Test
    void doesNotCompareStampsOfAnotherClockWithTimesOfTheRecorder() {
        Path bag = folder.resolve("uptime.bag");
        try (TestBags out = new TestBags(bag)) {
            for (int i = 0; i < 10; i++) {
                double seconds = i / 10.0;
                Instant uptime = Instant.ofEpochSecond(500).plusMillis(100L * i);
                ImageMessage image = image(seconds);
                out.add(seconds, "/pose", PoseStamped.TYPE, pose(seconds, 0.3 - 0.03 * Math.min(i, 8)));
                out.add(seconds, "/gripper", Float64Message.TYPE, new Float64Message(i < 8 ? 0.08 : 0.03));
                out.add(
                        seconds,
                        "/image",
                        ImageMessage.TYPE,
                        new ImageMessage(
                                Header.at(uptime, "camera"), HEIGHT, WIDTH, "rgb8", 0, 3L * WIDTH, image.data()));
            }
            out.add(1, "/outcome", BoolMessage.TYPE, new BoolMessage(true));
        }

        run(bag);

        GraspAttempt attempt = target.attempts().get(0);
        assertThat(attempt.frames())
                .extracting(frame -> frame.kind())
                .containsExactly(FrameKind.STEP, FrameKind.STEP, FrameKind.VIEW);
        assertThat(attempt.frames().get(1).stamp()).as("as the camera says").isEqualTo(Instant.ofEpochMilli(500_700));
        assertThat(attempt.frames().get(0).step().orElseThrow().gripperInBase().zMeters())
                .isEqualTo(0.3);
    }

    // Topics

    @Test
    void refusesATopicThatIsNotThereBeforeAnythingIsStored() {
        Path bag = simple("lab.bag");
        poseTopic = Optional.of("/gripper/pose");

        BagImport bags = new BagImport(options(), target.target(), (phase, done, all) -> {});

        assertThatThrownBy(() -> bags.requireTopics(List.of(bag)))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                .hasMessageContaining("--pose-topic /gripper/pose")
                .hasMessageContaining("/pose (geometry_msgs/PoseStamped)")
                .hasMessageContaining("/outcome (std_msgs/Bool)");
        assertThatThrownBy(() -> bags.run(bag, false)).hasMessageContaining("there is no such topic");
        poseTopic = Optional.of("/gripper");
        assertThatThrownBy(() -> run(bag)).hasMessageContaining("found another type");
        assertThat(target.attempts()).isEmpty();
    }

    @Test
    void anAttemptThatOtherOptionsMadeIsAnotherOne() {
        Path bag = simple("lab.bag");
        poseTopic = Optional.empty();
        run(bag);
        AttemptId views = target.attempts().get(0).id();
        poseTopic = Optional.of("/pose");

        ImportReport right = run(bag);
        ImportReport again = run(bag);

        assertThat(right.attemptsStored()).isEqualTo(1);
        assertThat(target.attempts().get(1).id()).isNotEqualTo(views);
        assertThat(target.attempts().get(1).frames().get(0).kind()).isEqualTo(FrameKind.STEP);
        assertThat(again.attemptsAlreadyStored()).isEqualTo(1);
    }

    private Path simple(String name) {
        Path bag = folder.resolve(name);
        try (TestBags out = new TestBags(bag)) {
            grasp(out, 0);
            out.add(1, "/outcome", BoolMessage.TYPE, new BoolMessage(true));
        }
        return bag;
    }

    // Calibration

    private static CameraInfoMessage info(
            long width, long height, double f, double cx, double cy, RegionOfInterest roi) {
        return info(width, height, f, cx, cy, 0, roi);
    }

    private static CameraInfoMessage info(
            long width, long height, double f, double cx, double cy, long binning, RegionOfInterest roi) {
        return new CameraInfoMessage(
                Header.at(TestBags.at(0), "camera"),
                height,
                width,
                "plumb_bob",
                List.of(),
                List.of(f, 0.0, cx, 0.0, f, cy, 0.0, 0.0, 1.0),
                List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0),
                List.of(f - 1, 0.0, cx, 0.0, 0.0, f - 1, cy, 0.0, 0.0, 0.0, 1.0, 0.0),
                binning,
                binning,
                roi);
    }

    private ImportReport withInfo(double seconds, CameraInfoMessage info) {
        target.clear();
        infoTopic = Optional.of("/info");
        Path bag = folder.resolve("info.bag");
        try (TestBags out = new TestBags(bag)) {
            if (seconds <= 0) {
                out.add(seconds, "/info", CameraInfoMessage.TYPE, info);
            }
            grasp(out, 1);
            out.add(2, "/outcome", BoolMessage.TYPE, new BoolMessage(true));
            if (seconds > 0) {
                out.add(seconds, "/info", CameraInfoMessage.TYPE, info);
            }
        }
        return run(bag);
    }

    private CameraInfo camera() {
        return target.attempts().get(target.attempts().size() - 1).started().camera();
    }

    @Test
    void cropsAndBinsTheCalibrationOfTheWholeSensor() {
        withInfo(0, info(640, 480, 500, 320, 240, new RegionOfInterest(288, 216, HEIGHT, WIDTH, false)));
        assertThat(camera()).isEqualTo(new CameraInfo(WIDTH, HEIGHT, 500, 500, 32.5, 24.5, Pose.IDENTITY));

        withInfo(0, info(640, 480, 500, 320, 240, 2, new RegionOfInterest(288, 216, 2 * HEIGHT, 2 * WIDTH, false)));
        assertThat(camera()).isEqualTo(new CameraInfo(WIDTH, HEIGHT, 250, 250, 16.25, 12.25, Pose.IDENTITY));
    }

    @Test
    void takesTheProjectionForImagesThatWereStraightened() {
        imageTopic = "/left/image_rect_color";
        withInfo(0, info(WIDTH, HEIGHT, 50, 8, 6, RegionOfInterest.ALL));

        assertThat(camera().fxPixels()).isEqualTo(49);
    }

    @Test
    void takesACalibrationThatComesAfterTheImages() {
        withInfo(9, info(WIDTH, HEIGHT, 50, 8, 6, RegionOfInterest.ALL));

        assertThat(camera().fxPixels()).isEqualTo(50);
    }

    @Test
    void aCalibrationThatSaysNothingIsNotKnownAndTheReportSaysSo() {
        CameraInfo unknown = new CameraInfo(WIDTH, HEIGHT, 0, 0, 0, 0, Pose.IDENTITY);
        Map<CameraInfoMessage, String> cases = Map.of(
                info(0, 0, 50, 8, 6, RegionOfInterest.ALL), "0 pixels",
                info(WIDTH, HEIGHT, Double.NaN, 8, 6, RegionOfInterest.ALL), "not finite",
                info(WIDTH, HEIGHT, 50, Double.POSITIVE_INFINITY, 6, RegionOfInterest.ALL), "not finite",
                info(WIDTH, HEIGHT, 0, 0, 0, RegionOfInterest.ALL), "not calibrated",
                info(HEIGHT, WIDTH, 50, 6, 8, RegionOfInterest.ALL), "another size",
                info(2 * WIDTH, 2 * HEIGHT, 50, 6, 8, RegionOfInterest.ALL), "another size",
                info(WIDTH, HEIGHT, 50, 6, 8, new RegionOfInterest(9, 9, HEIGHT, WIDTH, false)), "outside");
        cases.forEach((info, reason) -> {
            ImportReport report = withInfo(0, info);

            assertThat(camera()).as(reason).isEqualTo(unknown);
            assertThat(report.notes().keySet())
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .contains(reason)
                    .endsWith("intrinsics are not known");
            assertThat(report.complete()).isTrue();
        });
    }

    @Test
    void theCameraOfTheFirstFileOfARecordingHoldsForTheNext() {
        infoTopic = Optional.of("/info");
        Path first = firstWithInfo();
        Path second = later("run_1.bag", 4);
        Path other = later("lab_2.bag", 6);
        Path hours = later("run_7.bag", 9000);
        BagImport bags = new BagImport(options(), target.target(), (phase, done, all) -> {});
        bags.requireTopics(List.of(first, second, other, hours));

        List<ImportReport> reports = List.of(
                bags.run(first, false), bags.run(second, false), bags.run(other, false), bags.run(hours, false));

        assertThat(target.attempts())
                .extracting(attempt -> attempt.started().camera().fxPixels())
                .containsExactly(50.0, 50.0, 0.0, 0.0);
        assertThat(reports.get(1).notes()).containsKey("the camera is known from the file before");
        assertThat(reports.get(2).notes()).isEqualTo(Map.of("no camera info: intrinsics are not known", 1L));
    }

    @Test
    void theCameraIsTheOneOfTheMomentAlsoOfAnAttemptThatWaitsForTheNextOutcome() {
        infoTopic = Optional.of("/info");
        Path bag = folder.resolve("moved.bag");
        try (TestBags out = new TestBags(bag)) {
            out.add(0, "/info", CameraInfoMessage.TYPE, info(WIDTH, HEIGHT, 50, 8, 6, RegionOfInterest.ALL));
            grasp(out, 1);
            out.add(2, "/outcome", BoolMessage.TYPE, new BoolMessage(true));
            out.add(2.5, "/info", CameraInfoMessage.TYPE, info(WIDTH, HEIGHT, 70, 8, 6, RegionOfInterest.ALL));
            grasp(out, 5);
            out.add(6, "/outcome", BoolMessage.TYPE, new BoolMessage(false));
        }

        run(bag);

        assertThat(target.attempts())
                .extracting(attempt -> attempt.started().camera().fxPixels())
                .containsExactly(50.0, 70.0);
    }

    @Test
    void aFileOfARecordingWithoutAnOutcomeTakesNoCalibrationFromTheNext() {
        infoTopic = Optional.of("/info");
        Path first = firstWithInfo();
        Path second = folder.resolve("run_1.bag");
        try (TestBags out = new TestBags(second)) {
            grasp(out, 4);
        }
        Path third = later("run_2.bag", 13);
        BagImport bags = new BagImport(options(), target.target(), (phase, done, all) -> {});

        bags.run(first, false);
        assertThatThrownBy(() -> bags.run(second, false)).isInstanceOf(FarmException.class);
        bags.run(third, false);

        assertThat(target.attempts())
                .extracting(attempt -> attempt.started().camera().fxPixels())
                .containsExactly(50.0, 50.0);
    }

    private Path firstWithInfo() {
        Path bag = folder.resolve("run_0.bag");
        try (TestBags out = new TestBags(bag)) {
            out.add(0, "/info", CameraInfoMessage.TYPE, info(WIDTH, HEIGHT, 50, 8, 6, RegionOfInterest.ALL));
            grasp(out, 1);
            out.add(2, "/outcome", BoolMessage.TYPE, new BoolMessage(true));
        }
        return bag;
    }

    private Path later(String name, double start) {
        Path bag = folder.resolve(name);
        try (TestBags out = new TestBags(bag)) {
            grasp(out, start);
            out.add(start + 1, "/outcome", BoolMessage.TYPE, new BoolMessage(true));
        }
        return bag;
    }

    private ImportOptions.Topics.Joints lift() throws IOException {
        Path urdf = Files.writeString(folder.resolve("lift.urdf"), """
                <robot name="lift">
                  <link name="base_link"/><link name="hand"/>
                  <joint name="lift" type="prismatic">
                    <parent link="base_link"/><child link="hand"/>
                    <origin xyz="0.4 0.1 0"/><axis xyz="0 0 -1"/>
                    <limit lower="0" upper="1" effort="1" velocity="1"/>
                  </joint>
                </robot>
                """);
        return new ImportOptions.Topics.Joints("/joints", UrdfReader.read(urdf, "base_link", "hand"));
    }

    private Path joints(double odd) {
        Path bag = folder.resolve("joints.bag");
        try (TestBags out = new TestBags(bag)) {
            for (int i = 0; i < 10; i++) {
                double lift = i == 4 ? odd : 0.3 - 0.01 * i;
                out.add(
                        i / 10.0,
                        "/joints",
                        JointStateMessage.TYPE,
                        new JointStateMessage(
                                Header.at(TestBags.at(i / 10.0), ""),
                                List.of("lift", "finger", "other"),
                                List.of(lift, i < 8 ? 0.04 : 0.015, 2.0),
                                List.of(),
                                List.of()));
                out.add(i / 10.0, "/image", ImageMessage.TYPE, image(i / 10.0));
            }
            out.add(1, "/outcome", BoolMessage.TYPE, new BoolMessage(true));
        }
        return bag;
    }

    @Test
    void aJointStateThatIsNotFiniteIsRejectedAndTheAttemptIsMade() throws IOException {
        poseTopic = Optional.empty();
        gripper = Optional.empty();
        joints = Optional.of(lift());

        for (double odd : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, Double.MAX_VALUE}) {
            target.clear();
            ImportReport report = run(joints(odd));

            assertThat(target.attempts()).hasSize(1);
            assertThat(report.rejected())
                    .hasSize(1)
                    .containsValue(1L)
                    .allSatisfy((reason, count) -> assertThat(reason).containsAnyOf("not finite", "m from the base"));
        }
    }

    @Test
    void aGripperJointOnTheArmsTopicIsTheOpening() throws IOException {
        poseTopic = Optional.empty();
        joints = Optional.of(lift());
        gripper = Optional.of(new Gripper("/joints", List.of("finger")));

        ImportReport report = run(joints(0.2));

        assertThat(report.complete()).isTrue();
        GraspAttempt attempt = target.attempts().get(0);
        assertThat(attempt.ended().gripperOpeningMeters()).hasValue(0.015);
        assertThat(attempt.frames())
                .as("the grasp is where the finger begins to close")
                .extracting(frame -> frame.kind())
                .containsExactly(FrameKind.STEP, FrameKind.STEP, FrameKind.VIEW);
    }

    @Test
    void theJointsOfAnArmAreNotAddedUpAsAnOpening() {
        poseTopic = Optional.empty();
        gripper = Optional.of(new Gripper("/joints", List.of()));

        ImportReport report = run(joints(0.2));

        assertThat(target.attempts().get(0).ended().gripperOpeningMeters()).isEmpty();
        assertThat(report.rejected().keySet())
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("[lift, finger, other]")
                .contains("--gripper-joint");

        target.clear();
        gripper = Optional.of(new Gripper("/joints", List.of("thumb")));
        assertThat(run(joints(0.2)).attemptsRejected()).containsKey("no state of the gripper's joint [thumb]");
        assertThat(target.attempts()).isEmpty();
    }

    @Test
    void anOpeningThatIsNotFiniteIsRejected() {
        Path bag = folder.resolve("opening.bag");
        try (TestBags out = new TestBags(bag)) {
            grasp(out, 0);
            out.add(0.95, "/gripper", Float64Message.TYPE, new Float64Message(Double.POSITIVE_INFINITY));
            out.add(0.96, "/gripper", Float64Message.TYPE, new Float64Message(Double.NaN));
            out.add(1, "/outcome", BoolMessage.TYPE, new BoolMessage(true));
        }

        ImportReport report = run(bag);

        assertThat(report.rejected()).isEqualTo(Map.of("/gripper: gripper opening that is not finite", 2L));
        assertThat(target.attempts().get(0).ended().gripperOpeningMeters()).hasValue(0.03);
    }
}
