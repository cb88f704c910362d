package armfarm.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.drivers.cell.CellConnection;
import armfarm.drivers.cell.RosArmCell;
import armfarm.messages.ArmId;
import armfarm.messages.GripperState;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import armfarm.messages.cell.ArmCell;
import armfarm.messages.cell.CapturedImage;
import armfarm.messages.cell.SceneRequest;
import armfarm.messages.cell.SceneState;
import armfarm.policy.outcome.GripperWidthRule;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("sim")
class SimulatedArmNodeIT {
    private static final ArmId ARM = new ArmId("arm_1");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

    /** Chance alone makes a random grasp hold, one in ten or so: enough of them that one does. */
    private static final int MOST_ATTEMPTS = 200;

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private SimulatedArmNode node;
    private ArmCell cell;

    @BeforeEach
    void starts() {
        node = SimulatedArmNode.start(
                new SimulatedArmNode.Config(
                        ARM, ObjectCatalog.defaults(), 64, 64, 1, SimulationPace.asFastAsPossible()),
                master.uri(),
                RosHost.loopback());
        cell = RosArmCell.connect(SimulatedCells.spec(ARM), CellConnection.local(master.uri()), CLOCK);
    }

    @AfterEach
    void stops() {
        cell.close();
        node.close();
        master.close();
    }

    @Test
    void attemptsOverRosAgreeWithTheSimulatorsTruth() {
        RandomGrasps policy = new RandomGrasps(new SplittableRandom(5));
        List<Boolean> byWidth = new ArrayList<>();
        List<Boolean> byTruth = new ArrayList<>();
        for (int i = 0; i < 20 || (i < MOST_ATTEMPTS && !byTruth.contains(true)); i++) {
            if (i % 5 == 0) {
                SceneState scene =
                        cell.arrangeScene(new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, ObjectSet.HELD_OUT, 100 + i));
                assertThat(scene).isEqualTo(new SceneState("held-" + Long.toHexString(100 + i), ObjectSet.HELD_OUT));
            }
            GripperState lifted = graspAndLift(policy.draw());
            byWidth.add(GripperWidthRule.defaults().holds(lifted.openingMeters()));
            byTruth.add(cell.truth().orElseThrow().heldObject().isPresent());
            cell.openGripper();
            cell.moveTo(cell.homeInBase());
        }

        assertThat(byWidth).isEqualTo(byTruth);
        assertThat(byTruth).contains(true, false);
    }

    @Test
    void imagesAreStampedByTheSimulationInOrder() {
        cell.arrangeScene(new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, ObjectSet.TRAINING, 3));
        CapturedImage before = cell.capture();
        CapturedImage again = cell.capture();
        Pose hover = Pose.topDown(0.55, 0.02, 0.18, 0.4);
        Pose reached = cell.moveTo(hover);
        CapturedImage hovering = cell.capture();

        assertThat(again.stamp()).isAfter(before.stamp());
        assertThat(hovering.stamp()).isAfter(again.stamp());
        assertThat(again.image()).isEqualTo(before.image());
        assertThat(hovering.image()).isNotEqualTo(before.image());
        assertThat(reached.distanceMeters(hover)).isLessThan(1e-3);
        assertThat(cell.camera()).isEqualTo(CameraMount.camera(64, 64, 1));
    }

    private GripperState graspAndLift(Pose grasp) {
        cell.moveTo(Pose.topDown(grasp.xMeters(), grasp.yMeters(), 0.18, grasp.yawRadians()));
        cell.moveTo(grasp);
        cell.closeGripper();
        cell.moveTo(Pose.topDown(grasp.xMeters(), grasp.yMeters(), 0.27, grasp.yawRadians()));
        return cell.gripper();
    }
}
