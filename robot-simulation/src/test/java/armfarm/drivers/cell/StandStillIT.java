package armfarm.drivers.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.drivers.safety.StopLatch;
import armfarm.drivers.safety.UnsafeCommandException;
import armfarm.messages.DriverException;
import armfarm.messages.JointState;
import armfarm.messages.Pose;
import armfarm.ros.Await;
import armfarm.ros.GraphName;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import armfarm.ros.RosMessages;
import armfarm.ros.RosNode;
import armfarm.ros.messages.JointStateMessage;
import armfarm.simulation.ObjectCatalog;
import armfarm.simulation.SimulatedArm;
import armfarm.simulation.SimulatedArmNode;
import armfarm.simulation.SimulationPace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The arm runs in this process at robot speed, the controller in one of its own. */
@Tag("sim")
class StandStillIT {
    private static final Logger LOG = LoggerFactory.getLogger(StandStillIT.class);
    private static final double STILL_NANOS = 1.5e9;

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private final RosNode watcher = RosNode.start(GraphName.of("/watcher"), master.uri(), RosHost.loopback());
    private SimulatedArmNode arm;
    private Process controller;
    private volatile long lastChangeNanos;
    private volatile List<Double> joints = List.of();

    @TempDir
    Path folder;

    private void startArm(boolean needsHeartbeat) {
        arm = SimulatedArmNode.start(
                new SimulatedArmNode.Config(
                        ControllerProcess.ARM,
                        ObjectCatalog.defaults(),
                        64,
                        64,
                        1,
                        SimulationPace.realTime(System::nanoTime),
                        needsHeartbeat),
                master.uri(),
                RosHost.loopback());
        watcher.subscribe(ArmTopics.of(ControllerProcess.ARM).jointStates(), JointStateMessage.TYPE, this::saw);
    }

    private void saw(JointStateMessage message) {
        JointState state = RosMessages.jointState(message);
        if (!state.positionsRadians().equals(joints)) {
            joints = state.positionsRadians();
            lastChangeNanos = System.nanoTime();
        }
    }

    private Pose gripper() {
        return SimulatedArm.newKinematics()
                .gripperInBase(joints.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private void startController() throws IOException {
        controller = ControllerProcess.start(master.uri());
        var lines = new BufferedReader(new InputStreamReader(controller.getInputStream(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isEqualTo("moving");
        Await.until("the arm is on its way", this::wellOnItsWay);
    }

    private boolean wellOnItsWay() {
        return !joints.isEmpty() && gripper().distanceMeters(SimulatedArm.HOME_IN_BASE) > 0.02;
    }

    private void awaitStill() {
        Await.until("the arm stands still", () -> System.nanoTime() - lastChangeNanos > STILL_NANOS);
    }

    /** Until the joints were last seen to move. */
    private double secondsSince(long nanos) {
        double seconds = (lastChangeNanos - nanos) / 1e9;
        LOG.info("the joints moved last {} s after the stop", seconds);
        return seconds;
    }

    @AfterEach
    void stops() throws InterruptedException {
        if (controller != null) {
            controller.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        watcher.close();
        arm.close();
        master.close();
    }

    @Test
    void anArmThatListensStandsStillWithinASecondOfItsControllersDeath() throws IOException {
        startArm(true);
        startController();

        long killedNanos = System.nanoTime();
        controller.destroyForcibly();
        awaitStill();

        assertThat(secondsSince(killedNanos)).isLessThan(1);
        assertThat(gripper().distanceMeters(ControllerProcess.THERE)).isGreaterThan(0.05);
        // A new controller takes over from where the arm stands.
        try (RosArmCell next = RosArmCell.connect(
                ControllerProcess.slow(), CellConnection.local(master.uri()), InstantSource.system())) {
            Pose near = Pose.topDown(0.5, -0.1, 0.30, 0.4);
            assertThat(next.moveTo(near).distanceMeters(near)).isLessThan(0.002);
        }
    }

    @Test
    void aWatchdogStopsAnArmThatDoesNotListen() throws IOException {
        startArm(false);
        try (ArmWatchdog watchdog = ArmWatchdog.start(
                ControllerProcess.ARM,
                ArmTopics.of(ControllerProcess.ARM),
                master.uri(),
                RosHost.loopback(),
                change -> {})) {
            Await.until("the watchdog reaches the arm", watchdog::reachesArm);
            startController();

            long killedNanos = System.nanoTime();
            controller.destroyForcibly();
            awaitStill();

            assertThat(secondsSince(killedNanos)).isLessThan(1);
            assertThat(gripper().distanceMeters(ControllerProcess.THERE)).isGreaterThan(0.05);
        }
    }

    @Test
    void anArmThatDoesNotListenMovesOnWithoutAWatchdog() throws IOException {
        startArm(false);
        startController();

        controller.destroyForcibly();
        double left = gripper().distanceMeters(ControllerProcess.THERE);

        Await.until(
                "the arm moves on, which is what the watchdog is for",
                () -> gripper().distanceMeters(ControllerProcess.THERE)
                        < left - 1.2 * ControllerProcess.METERS_PER_SECOND);
    }

    @Test
    void aLatchedStopEndsTheMotionAndOutlivesTheController() {
        startArm(true);
        StopLatch latch = new StopLatch(folder);
        CellConnection connection = CellConnection.local(master.uri()).withStop(latch.of(ControllerProcess.ARM));
        try (RosArmCell cell = RosArmCell.connect(ControllerProcess.slow(), connection, InstantSource.system())) {
            CompletableFuture<Pose> moving = CompletableFuture.supplyAsync(() -> cell.moveTo(ControllerProcess.THERE));
            Await.until("the arm is on its way", this::wellOnItsWay);

            long stoppedNanos = System.nanoTime();
            latch.stop(ControllerProcess.ARM, "ann", "hand in the bin", Instant.EPOCH);

            assertThatThrownBy(moving::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(UnsafeCommandException.class)
                    .hasMessageContaining("hand in the bin")
                    .hasMessageContaining("armfarm arms reset arm_1");
            awaitStill();
            assertThat(secondsSince(stoppedNanos)).isLessThan(1);
            assertThatThrownBy(() -> cell.moveTo(cell.homeInBase())).isInstanceOf(UnsafeCommandException.class);
            assertThatThrownBy(cell::closeGripper).isInstanceOf(UnsafeCommandException.class);
        }
        try (RosArmCell restarted = RosArmCell.connect(ControllerProcess.slow(), connection, InstantSource.system())) {
            assertThatThrownBy(() -> restarted.moveTo(restarted.homeInBase()))
                    .isInstanceOf(UnsafeCommandException.class);

            latch.reset(ControllerProcess.ARM);

            Await.until("the arm obeys again", () -> moves(restarted));
        }
    }

    /** The first beats after a reset may not have arrived yet. */
    private static boolean moves(RosArmCell cell) {
        try {
            return cell.moveTo(cell.homeInBase()).distanceMeters(cell.homeInBase()) < 0.002;
        } catch (DriverException e) {
            return false;
        }
    }
}
