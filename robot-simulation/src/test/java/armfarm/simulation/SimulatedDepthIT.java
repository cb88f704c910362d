package armfarm.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.drivers.cell.CellConnection;
import armfarm.drivers.cell.RosArmCell;
import armfarm.messages.ArmId;
import armfarm.messages.DepthImage;
import armfarm.messages.cell.CapturedImage;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Depth of a simulated arm as the farm gets it, over ROS. */
@Tag("sim")
class SimulatedDepthIT {
    private static final ArmId ARM = new ArmId("arm_1");

    @Test
    void everyImageHasTheDepthThatTheArmSeesAtThatMomentAndTheSameImageAsWithoutDepth() {
        SimulatedArm same = new SimulatedArm(ObjectCatalog.defaults(), 64, 64, 1, SimulationPace.asFastAsPossible());

        List<CapturedImage> with = captures(true);
        List<CapturedImage> without = captures(false);

        for (int i = 0; i < with.size(); i++) {
            assertThat(with.get(i).image()).isEqualTo(same.capture());
            assertThat(with.get(i).depth()).contains(same.depth());
            assertThat(without.get(i).image()).isEqualTo(with.get(i).image());
            assertThat(without.get(i).depth()).isEmpty();
        }
        DepthImage first = with.get(0).depth().orElseThrow();
        assertThat(first.meters(32, 32)).as("the bin, from the camera above it").isBetween(0.4, 1.2);
    }

    private static List<CapturedImage> captures(boolean depth) {
        SimulatedArmNode.Config config = new SimulatedArmNode.Config(
                        ARM, ObjectCatalog.defaults(), 64, 64, 1, SimulationPace.asFastAsPossible())
                .withDepth(depth);
        List<CapturedImage> images = new ArrayList<>();
        try (RosMaster master = RosMaster.start(RosHost.loopback(), 0);
                SimulatedArmNode node = SimulatedArmNode.start(config, master.uri(), RosHost.loopback());
                RosArmCell cell = RosArmCell.connect(
                        SimulatedCells.spec(node.id(), depth),
                        CellConnection.local(master.uri()),
                        InstantSource.system())) {
            for (int i = 0; i < 20; i++) {
                images.add(cell.capture());
            }
        }
        return images;
    }
}
