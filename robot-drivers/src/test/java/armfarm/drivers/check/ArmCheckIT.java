package armfarm.drivers.check;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.drivers.cell.ArmTopics;
import armfarm.drivers.cell.CellConnection;
import armfarm.drivers.cell.CellSpec;
import armfarm.drivers.cell.ForeignArmNode;
import armfarm.drivers.ros.GraphName;
import armfarm.drivers.ros.RosHost;
import armfarm.drivers.ros.RosMaster;
import armfarm.drivers.ros.RosNode;
import armfarm.drivers.ros.messages.StringMessage;
import armfarm.drivers.sim.ObjectCatalog;
import armfarm.drivers.sim.SimulatedArmNode;
import armfarm.drivers.sim.SimulatedCells;
import armfarm.drivers.sim.SimulationPace;
import armfarm.messages.ArmId;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
