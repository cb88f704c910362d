package armfarm.drivers.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.drivers.CapturedImage;
import armfarm.drivers.DriverException;
import armfarm.drivers.SceneRequest;
import armfarm.drivers.ros.Await;
import armfarm.drivers.ros.RosHost;
import armfarm.drivers.ros.RosMaster;
import armfarm.drivers.safety.StopLatch;
import armfarm.drivers.safety.UnsafeCommandException;
import armfarm.messages.GripperState;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignCellIT {
    private static final Pose GRASP = Pose.topDown(0.5, 0.05, 0.01, 0.3);

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private ForeignArmNode arm;
    private RosArmCell cell;

    @TempDir
    Path folder;

    @BeforeEach
    void connects() {
        arm = new ForeignArmNode(master.uri());
        cell = RosArmCell.connect(
                ForeignArmNode.spec(),
                CellConnection.local(master.uri()).withStop(new StopLatch(folder).of(ForeignArmNode.ARM)),
                InstantSource.system());
    }

    @AfterEach
    void closes() {
        cell.close();
        arm.close();
        master.close();
    }

    @Test
    void graspsWithItsOwnNamesAndPositions() {
        Pose reached = cell.moveTo(GRASP);
        GripperState closed = cell.closeGripper();
        cell.moveTo(Pose.topDown(0.5, 0.05, 0.2, 0.3));

        assertThat(reached.distanceMeters(GRASP)).isLessThan(1e-9);
        assertThat(closed.openingMeters()).isCloseTo(0.03, within(1e-9));
        assertThat(closed.stalled()).isTrue();
        assertThat(cell.gripper().openingMeters()).isCloseTo(0.03, within(1e-9));
        assertThat(arm.lastMotion.trajectory().jointNames()).containsExactly("x", "y", "z", "yaw", "d", "e", "f");
        // Width 0 is position 0.8; 40 N were asked for and the envelope allows 25.
        assertThat(arm.lastGrip.command().position()).isCloseTo(0.8, within(1e-9));
        assertThat(arm.lastGrip.command().maxEffort()).isEqualTo(25);
        assertThat(cell.openGripper().openingMeters()).isCloseTo(0.08, within(1e-9));
    }

    @Test
    void takesTheNextImageOfACameraThatRunsFreely() {
        Instant before = InstantSource.system().instant();

        CapturedImage image = cell.capture();

        assertThat(image.receivedAt()).isAfter(before.plusMillis(50));
        assertThat(image.image().width()).isEqualTo(16);
        assertThat(cell.camera().cameraInBase().yMeters()).isEqualTo(0.5);
    }

    @Test
    void hasNoTruthAndNobodyWhoArrangesItsBin() {
        assertThat(cell.arrangesBin()).isFalse();
        assertThat(cell.truth()).isEmpty();
        assertThatThrownBy(() -> cell.arrangeScene(new SceneRequest(SceneRequest.Kind.STIR, ObjectSet.TRAINING, 1)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("nobody arranges this cell's bin");
    }

    @Test
    void aStopCancelsItsGoalsAndRefusesNewOnes() {
        new StopLatch(folder).stop(ForeignArmNode.ARM, "ann", "", Instant.EPOCH);

        assertThatThrownBy(() -> cell.moveTo(GRASP)).isInstanceOf(UnsafeCommandException.class);
        Await.until("the goals are cancelled", () -> arm.cancels.get() > 0);
    }

    @Test
    void theEnvelopeRefusesBeforeAnythingIsSent() {
        assertThatThrownBy(() -> cell.moveTo(Pose.topDown(0.5, 0.05, 0.01, 1.7)))
                .isInstanceOf(DriverException.class);
        assertThat(arm.lastMotion).isNull();
    }
}
