package armfarm.drivers.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.ArmId;
import armfarm.messages.DriverException;
import armfarm.messages.GripperState;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import armfarm.messages.cell.CapturedImage;
import armfarm.messages.cell.SceneRequest;
import armfarm.messages.cell.SceneState;
import armfarm.messages.cell.SimulatorTruth;
import armfarm.ros.Await;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import armfarm.ros.RosThreads;
import armfarm.ros.messages.JointTrajectoryPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RosArmCellIT {
    private static final ArmId ARM = new ArmId("arm_1");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final Pose HOME = Pose.topDown(0.45, -0.36, 0.30, 0);
    private static final Pose HOVER = Pose.topDown(0.5, 0.05, 0.18, 0.3);
    private static final Pose GRASP = Pose.topDown(0.5, 0.05, 0.01, 0.3);

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private FakeArmNode arm;
    private RosArmCell cell;

    @BeforeEach
    void connects() {
        arm = new FakeArmNode(ARM, master.uri());
        cell = connect(Duration.ofSeconds(10));
    }

    private RosArmCell connect(Duration timeout) {
        return RosArmCell.connect(
                FakeCells.spec(ARM, HOME), CellConnection.local(master.uri()).withTimeout(timeout), CLOCK);
    }

    @AfterEach
    void closesWithoutLeavingThreads() {
        cell.close();
        arm.close();
        master.close();
        Await.until("no ROS thread is left", () -> RosThreads.alive().isEmpty());
    }

    private void reconnectImpatiently() {
        cell.close();
        cell = connect(Duration.ofMillis(700));
    }

    @Test
    void knowsItsCameraAndWhereItIs() {
        assertThat(cell.id()).isEqualTo(ARM);
        assertThat(cell.camera())
                .isEqualTo(new armfarm.messages.CameraInfo(4, 4, 5, 6, 2, 2, FakeArmNode.CAMERA_IN_BASE));
        assertThat(cell.gripperInBase().distanceMeters(HOME)).isLessThan(1e-9);
    }

    @Test
    void capturesAnImageTakenAfterTheCall() {
        CapturedImage first = cell.capture();
        cell.moveTo(HOVER);
        CapturedImage second = cell.capture();

        assertThat(first.stamp()).isEqualTo(Instant.ofEpochSecond(1, 500_000_000));
        assertThat(second.stamp()).isEqualTo(Instant.ofEpochSecond(2, 500_000_000));
        assertThat(second.image().pixels()[0]).isEqualTo((byte) 2);
        assertThat(second.receivedAt()).isEqualTo(NOW);
    }

    @Test
    void reportsThePoseThatWasReachedNotTheOneCommanded() {
        arm.pushedMeters = 0.004;

        Pose reached = cell.moveTo(GRASP);

        assertThat(reached.zMeters()).isCloseTo(0.014, within(1e-9));
        assertThat(reached.yawRadians()).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void slowsDownNearTheBin() {
        cell.moveTo(HOVER);
        cell.moveTo(GRASP);

        assertThat(seconds(0)).isCloseTo(HOME.distanceMeters(HOVER) / 1.5, within(1e-3));
        // The line is 0.17 m in 10 pieces; the first one ends above the slow zone, which begins at 0.15 m.
        assertThat(seconds(1)).isCloseTo(0.017 / 1.5 + 0.153 / 0.6, within(1e-3));
    }

    private double seconds(int motion) {
        List<JointTrajectoryPoint> points = arm.motions.get(motion).trajectory().points();
        return points.get(points.size() - 1).timeFromStart().toNanos() / 1e9;
    }

    @Test
    void graspsLiftsAndHearsTheTruth() {
        cell.moveTo(GRASP);
        GripperState closed = cell.closeGripper();
        Optional<SimulatorTruth> before = cell.truth();
        cell.moveTo(HOVER);

        assertThat(closed).isEqualTo(new GripperState(FakeArmNode.OBJECT_METERS, true));
        assertThat(before).isEmpty();
        assertThat(cell.gripper()).isEqualTo(closed);
        assertThat(cell.truth()).contains(new SimulatorTruth(Optional.of("train-0042")));
    }

    @Test
    void doesNotMistakeTheLastTruthForThisOne() {
        cell.moveTo(GRASP);
        cell.closeGripper();
        cell.moveTo(HOVER);
        assertThat(cell.truth()).contains(new SimulatorTruth(Optional.of("train-0042")));
        cell.openGripper();

        GripperState closed = cell.closeGripper();
        cell.moveTo(HOME);

        assertThat(closed).isEqualTo(new GripperState(0, false));
        assertThat(cell.truth()).contains(new SimulatorTruth(Optional.empty()));
    }

    @Test
    void arrangesTheBin() {
        SceneState scene = cell.arrangeScene(new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, ObjectSet.HELD_OUT, 77));

        assertThat(scene).isEqualTo(new SceneState("train-77", ObjectSet.HELD_OUT));
    }

    @Test
    void saysWhyTheBinCouldNotBeArranged() {
        arm.arrangeWorks = false;

        assertThatThrownBy(() -> cell.arrangeScene(new SceneRequest(SceneRequest.Kind.STIR, ObjectSet.TRAINING, 1)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("the hopper is empty");
    }

    @Test
    void saysWhichImageIsMissing() {
        reconnectImpatiently();
        arm.cameraWorks = false;

        assertThatThrownBy(cell::capture)
                .isInstanceOf(DriverException.class)
                .hasMessageStartingWith("No image ")
                .hasMessageContaining(
                        "/arm_1/camera/image_raw within 0.7 s: 1 publisher registered at http://127.0.0.1:")
                .hasMessageEndingWith("check that the camera runs and its cable holds");
    }

    @Test
    void saysWhenTheArmHasGone() {
        reconnectImpatiently();
        arm.close();

        assertThatThrownBy(() -> cell.moveTo(HOVER))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("/arm_1/arm_controller/follow_joint_trajectory/result")
                .hasMessageContaining("no publisher is registered at the master " + master.uri());
    }

    @Test
    void cancelsAMotionThatTakesTooLong() {
        reconnectImpatiently();
        arm.motionStuck = true;

        assertThatThrownBy(() -> cell.moveTo(HOVER))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("within 0.7 s")
                .hasMessageContaining("status 1")
                .hasMessageContaining("it may still be moving");
        Await.until("the arm hears of it", () -> arm.motionGoal.cancelRequested());
    }

    @Test
    void worksAgainWithAnArmThatRestarted() {
        arm.close();
        arm = new FakeArmNode(ARM, master.uri());
        cell.close();

        cell = connect(Duration.ofSeconds(10));

        assertThat(cell.moveTo(HOVER).distanceMeters(HOVER)).isLessThan(1e-9);
    }

    @Test
    void passesOnWhyAMotionWasAborted() {
        arm.motionWorks = false;

        assertThatThrownBy(() -> cell.moveTo(HOVER))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("arm_1")
                .hasMessageContaining("status 4")
                .hasMessageContaining("joint 3 is late");
    }

    @Test
    void refusesAPoseOutsideTheWorkspaceBeforeSendingIt() {
        assertThatThrownBy(() -> cell.moveTo(Pose.topDown(0.7, 0, 0.01, 0)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("x 0.7 m");
        assertThat(arm.motions).isEmpty();
    }

    @Test
    void namesTheTopicsThatAreMissing() {
        assertThatThrownBy(() -> RosArmCell.connect(
                        FakeCells.spec(new ArmId("arm_2"), HOME),
                        CellConnection.local(master.uri()).withTimeout(Duration.ofMillis(200)),
                        CLOCK))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("nobody publishes /arm_2/joint_states")
                .hasMessageContaining("nobody subscribes to /arm_2/arm_controller/follow_joint_trajectory/goal")
                .hasMessageContaining(master.uri().toString());
    }
}
