package armfarm.drivers.check;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.drivers.cell.ArmTopics;
import armfarm.drivers.cell.CameraSpec;
import armfarm.drivers.cell.CellConnection;
import armfarm.drivers.cell.CellSpec;
import armfarm.drivers.cell.ForeignArmNode;
import armfarm.messages.ArmId;
import armfarm.messages.Pose;
import armfarm.messages.cell.AttemptHeights;
import armfarm.ros.GraphName;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import armfarm.ros.RosNode;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.StringMessage;
import armfarm.simulation.ObjectCatalog;
import armfarm.simulation.SimulatedArmNode;
import armfarm.simulation.SimulatedCells;
import armfarm.simulation.SimulationPace;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArmCheckIT {
    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closes() throws Exception {
        for (AutoCloseable part : opened) {
            part.close();
        }
        master.close();
    }

    private <T extends AutoCloseable> T open(T part) {
        opened.add(part);
        return part;
    }

    private List<CheckLine> check(CellSpec spec, boolean move) {
        return check(spec, move, master.uri());
    }

    private static List<CheckLine> check(CellSpec spec, boolean move, URI master) {
        List<CheckLine> told = new ArrayList<>();
        List<CheckLine> lines = ArmCheck.run(
                spec,
                CellConnection.local(master),
                new ArmCheck.Options(move, false, Duration.ofSeconds(2)),
                InstantSource.system(),
                told::add);
        assertThat(told).isEqualTo(lines);
        return lines;
    }

    private static CheckLine line(List<CheckLine> lines, String step) {
        return lines.stream()
                .filter(line -> line.step().equals(step))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no step '" + step + "' in " + lines));
    }

    private static List<CheckLine> failed(List<CheckLine> lines) {
        return lines.stream()
                .filter(line -> line.result() == CheckLine.Result.FAILED)
                .toList();
    }

    private CellSpec simulated(boolean needsHeartbeat) {
        ArmId arm = new ArmId("arm_1");
        open(SimulatedArmNode.start(
                new SimulatedArmNode.Config(
                        arm, ObjectCatalog.defaults(), 64, 64, 1, SimulationPace.asFastAsPossible(), needsHeartbeat),
                master.uri(),
                RosHost.loopback()));
        return SimulatedCells.spec(arm);
    }

    @Test
    void findsASimulatedArmWellAndMovesIt() {
        List<CheckLine> lines = check(simulated(true), true);

        assertThat(failed(lines)).isEmpty();
        assertThat(line(lines, "motion").result()).isEqualTo(CheckLine.Result.OK);
        assertThat(line(lines, "motion").found()).contains("turned the gripper by 0.1");
        assertThat(line(lines, "dead-man").result()).isEqualTo(CheckLine.Result.OK);
        assertThat(lines)
                .extracting(CheckLine::step)
                .contains(
                        "master",
                        "our address",
                        "arm's address",
                        "joint states data",
                        "joint states",
                        "kinematics",
                        "camera images",
                        "camera age",
                        "camera info",
                        "clock",
                        "gripper",
                        "trajectory action");
    }

    @Test
    void findsALabsArmWellButNotWatched() {
        open(new ForeignArmNode(master.uri()));

        List<CheckLine> lines = check(ForeignArmNode.spec(), true);

        assertThat(failed(lines)).isEmpty();
        assertThat(line(lines, "dead-man").result()).isEqualTo(CheckLine.Result.WARNING);
        assertThat(line(lines, "dead-man").change()).contains("armfarm arms watchdog lab_arm");
        assertThat(line(lines, "camera images").found()).contains("per second");
        assertThat(line(lines, "motion").result()).isEqualTo(CheckLine.Result.OK);
    }

    @Test
    void looksIntoCompressedImages() {
        ForeignArmNode arm = open(new ForeignArmNode(master.uri()));

        List<CheckLine> lines = check(ForeignArmNode.spec(true), false);

        assertThat(failed(lines)).isEmpty();
        assertThat(line(lines, "camera images").found()).startsWith("jpeg, 16 x 16");
        arm.cameraSeesBlack = true;
        assertThat(line(check(ForeignArmNode.spec(true), false), "camera images")
                        .found())
                .contains("black");
    }

    @Test
    void saysThatTheMasterDoesNotAnswer() {
        URI gone = master.uri();
        master.close();

        List<CheckLine> lines = check(ForeignArmNode.spec(), false, gone);

        assertThat(line(lines, "master").result()).isEqualTo(CheckLine.Result.FAILED);
        assertThat(line(lines, "master").change()).contains("ros.master_uri");
        assertThat(line(lines, "everything else").result()).isEqualTo(CheckLine.Result.SKIPPED);
    }

    @Test
    void saysThatNoDriverRunsAndWhichTopicsItLookedFor() {
        List<CheckLine> lines = check(ForeignArmNode.spec(), true);

        assertThat(line(lines, "arm's address").result()).isEqualTo(CheckLine.Result.FAILED);
        assertThat(line(lines, "arm's address").found()).contains("/lab/states");
        assertThat(line(lines, "joint states data").change()).contains("topics.joint_states");
        assertThat(line(lines, "trajectory action").change()).contains("actions.trajectory");
        assertThat(line(lines, "motion").result()).isEqualTo(CheckLine.Result.SKIPPED);
    }

    @Test
    void saysThatAnAddressDoesNotResolve() {
        open(new ForeignArmNode(master.uri()));
        RosNode lost = open(RosNode.start(
                GraphName.of("/lab/lost"),
                master.uri(),
                new RosHost("arm-host.invalid", RosHost.loopback().bind())));
        lost.advertise(GraphName.of("/lab/camera/info"), StringMessage.TYPE, false);

        CheckLine line = line(check(ForeignArmNode.spec(), false), "arm's address");

        assertThat(line.result()).isEqualTo(CheckLine.Result.FAILED);
        assertThat(line.found()).contains("/lab/lost").contains("arm-host.invalid");
        assertThat(line.change()).contains("ROS_IP on the arm's machine");
    }

    @Test
    void saysWhichTopicHasAnotherChecksum() {
        open(new ForeignArmNode(master.uri()));
        RosNode other = open(RosNode.start(GraphName.of("/other"), master.uri(), RosHost.loopback()));
        other.advertise(GraphName.of("/other/states"), StringMessage.TYPE, true)
                .publish(new StringMessage("no joints"));
        CellSpec spec = ForeignArmNode.spec();

        CheckLine line = line(
                check(withTopics(spec, withJointStates(spec.topics(), GraphName.of("/other/states"))), false),
                "joint states data");

        assertThat(line.result()).isEqualTo(CheckLine.Result.FAILED);
        assertThat(line.cause()).contains("md5");
        assertThat(line.change()).contains("topics.joint_states").contains("another type");
    }

    @Test
    void saysThatTheCameraSeesBlackOrIsFrozen() {
        ForeignArmNode arm = open(new ForeignArmNode(master.uri()));
        arm.cameraSeesBlack = true;
        assertThat(line(check(ForeignArmNode.spec(), false), "camera images").found())
                .contains("black");

        arm.cameraSeesBlack = false;
        assertThat(failed(check(ForeignArmNode.spec(), false))).isEmpty();
        arm.cameraFrozen = true;

        assertThat(line(check(ForeignArmNode.spec(), false), "camera images").found())
                .contains("same pixels");
    }

    @Test
    void saysWhichJointNamesItFoundInstead() {
        open(new ForeignArmNode(master.uri()));
        CellSpec spec = ForeignArmNode.spec();
        CellSpec wrong = new CellSpec(
                spec.arm(),
                spec.source(),
                spec.topics(),
                ArmTopics.jointNames(7),
                spec.model(),
                spec.camera(),
                spec.gripper(),
                spec.workspace(),
                spec.homeInBase(),
                spec.travelHeightMeters(),
                spec.envelope(),
                spec.speeds());

        CheckLine line = line(check(wrong, true), "joint states");

        assertThat(line.found()).contains("[finger, x, y, z, yaw, d, e, f]");
        assertThat(line.change()).contains("joints.names");
    }

    @Test
    void positionsThatAreNoNumbersAreToldAndNothingIsMoved() {
        ForeignArmNode arm = open(new ForeignArmNode(master.uri()));
        arm.saysPositions = Optional.of(List.of(0.45, Double.NaN, 0.3, 0.0, 0.0, 0.0, 0.0));

        List<CheckLine> lines = check(ForeignArmNode.spec(), true);

        assertThat(line(lines, "joint states").result()).isEqualTo(CheckLine.Result.FAILED);
        assertThat(line(lines, "joint states").found()).contains("NaN");
        assertThat(line(lines, "kinematics").result()).isEqualTo(CheckLine.Result.SKIPPED);
        assertThat(line(lines, "motion").result()).isEqualTo(CheckLine.Result.SKIPPED);
    }

    @ParameterizedTest
    @CsvSource({"'', has no position", "NaN, has the position NaN", "0.9, would be an opening of -0.01"})
    void aGripperThatDoesNotTellItsOpeningIsTold(String position, String found) {
        ForeignArmNode arm = open(new ForeignArmNode(master.uri()));
        arm.publishHand(position.isEmpty() ? List.of() : List.of(Double.valueOf(position)));
        ArmTopics topics = ForeignArmNode.spec().topics();

        List<CheckLine> lines =
                check(withTopics(ForeignArmNode.spec(), withGripperState(topics, ForeignArmNode.HAND)), false);

        assertThat(line(lines, "gripper").result()).isEqualTo(CheckLine.Result.FAILED);
        assertThat(line(lines, "gripper").found()).contains(found);
        assertThat(line(lines, "gripper").change())
                .containsAnyOf("topics.gripper_state", "gripper.meters_per_position");
    }

    @Test
    void aCalibrationThatIsNoneIsTold() {
        ForeignArmNode arm = open(new ForeignArmNode(master.uri()));
        CameraInfoMessage good = arm.cameraInfo();
        List<Double> noCentre = List.of(20.0, 0.0, Double.NaN, 0.0, 20.0, Double.NaN, 0.0, 0.0, 1.0);

        arm.publish(message(good, good.d(), noCentre, 0));
        assertThat(line(check(ForeignArmNode.spec(), false), "camera info").found())
                .contains("K is [20.0, 0.0, NaN");
        arm.publish(message(good, Collections.nCopies(5, Double.NaN), good.k(), 0));
        assertThat(line(check(ForeignArmNode.spec(), false), "camera info").found())
                .contains("D is [NaN");
        arm.publish(message(good, good.d(), good.k(), 2));
        assertThat(line(check(ForeignArmNode.spec(), false), "camera info").found())
                .contains(
                        "it is about images of 8 x 8 pixels (16 x 16 of the sensor, binning 2 x 2), they have 16 x 16");
    }

    @Test
    void binnedImagesAreSeenByTheirSensorsCalibration() {
        ForeignArmNode arm = open(new ForeignArmNode(master.uri()));
        CameraInfoMessage good = arm.cameraInfo();
        arm.publish(new CameraInfoMessage(
                good.header(),
                32,
                32,
                good.distortionModel(),
                good.d(),
                List.of(40.0, 0.0, 15.5, 0.0, 40.0, 15.5, 0.0, 0.0, 1.0),
                good.r(),
                good.p(),
                2,
                2,
                good.roi()));

        List<CheckLine> lines = check(ForeignArmNode.spec(), false);

        assertThat(failed(lines)).isEmpty();
        assertThat(line(lines, "camera info").found()).isEqualTo("16 x 16 pixels, focal length 20");
    }

    @Test
    void aCameraThatDoesNotSeeTheWorkspaceIsTold() {
        open(new ForeignArmNode(master.uri()));
        CellSpec spec = ForeignArmNode.spec();
        Pose inverted = spec.camera().cameraInBase().orElseThrow().inverse();

        CheckLine line = line(check(withCamera(spec, inverted), false), "camera view");

        assertThat(line.result()).isEqualTo(CheckLine.Result.FAILED);
        assertThat(line.found()).contains("of the workspace's 8 corners are not in the image of 16 x 16 pixels");
        assertThat(line.change()).contains("camera.camera_in_base_m_rad");
        assertThat(line(check(spec, false), "camera view").result()).isEqualTo(CheckLine.Result.OK);
    }

    @Test
    void anAttemptsHeightsAreTried() {
        open(new ForeignArmNode(master.uri()));
        CellSpec spec = ForeignArmNode.spec();

        assertThat(line(check(spec, false), "attempt").found())
                .contains("hover at z 0.140 m, lift to 0.300 m, release at 0.100 m");
        CheckLine line = line(check(withHeights(spec, new AttemptHeights(0.14, 0.6, 0.1)), false), "attempt");

        assertThat(line.result()).isEqualTo(CheckLine.Result.FAILED);
        assertThat(line.cause()).contains("an attempt goes up to 0.6 m");
        assertThat(line.change()).contains("workspace (hover_m, lift_m, release_m, travel_height_m");
    }

    private static CameraInfoMessage message(CameraInfoMessage good, List<Double> d, List<Double> k, long bin) {
        return new CameraInfoMessage(
                good.header(),
                good.height(),
                good.width(),
                good.distortionModel(),
                d,
                k,
                good.r(),
                good.p(),
                bin,
                bin,
                good.roi());
    }

    private static CellSpec withCamera(CellSpec spec, Pose cameraInBase) {
        CameraSpec camera = spec.camera();
        return new CellSpec(
                spec.arm(),
                spec.source(),
                spec.topics(),
                spec.jointNames(),
                spec.model(),
                new CameraSpec(
                        camera.compressed(),
                        camera.rectified(),
                        camera.encodings(),
                        camera.minHertz(),
                        camera.maxAge(),
                        camera.stamps(),
                        camera.latency(),
                        Optional.of(cameraInBase)),
                spec.gripper(),
                spec.workspace(),
                spec.homeInBase(),
                spec.travelHeightMeters(),
                spec.envelope(),
                spec.speeds());
    }

    private static CellSpec withHeights(CellSpec spec, AttemptHeights heights) {
        return new CellSpec(
                spec.arm(),
                spec.source(),
                spec.topics(),
                spec.jointNames(),
                spec.model(),
                spec.camera(),
                spec.gripper(),
                spec.workspace(),
                spec.homeInBase(),
                spec.travelHeightMeters(),
                heights,
                spec.envelope(),
                spec.speeds());
    }

    private static ArmTopics withGripperState(ArmTopics topics, GraphName gripperState) {
        return new ArmTopics(
                topics.jointStates(),
                topics.trajectory(),
                topics.gripper(),
                Optional.of(gripperState),
                topics.image(),
                topics.cameraInfo(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                topics.heartbeat());
    }

    private static CellSpec withTopics(CellSpec spec, ArmTopics topics) {
        return new CellSpec(
                spec.arm(),
                spec.source(),
                topics,
                spec.jointNames(),
                spec.model(),
                spec.camera(),
                spec.gripper(),
                spec.workspace(),
                spec.homeInBase(),
                spec.travelHeightMeters(),
                spec.envelope(),
                spec.speeds());
    }

    private static ArmTopics withJointStates(ArmTopics topics, GraphName jointStates) {
        return new ArmTopics(
                jointStates,
                topics.trajectory(),
                topics.gripper(),
                topics.gripperState(),
                topics.image(),
                topics.cameraInfo(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                topics.heartbeat());
    }
}
