package armfarm.simulation;

import armfarm.drivers.cell.CellConnection;
import armfarm.drivers.cell.RosArmCell;
import armfarm.messages.ArmId;
import armfarm.messages.cell.ArmCell;
import armfarm.messages.cell.ArmCellContract;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** What every cell promises, by the embedded simulated arm, reached over ROS as the farm reaches it. */
@Tag("sim")
class SimulatedCellContractIT extends ArmCellContract {
    private static final ArmId ARM = new ArmId("arm_1");

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private SimulatedArmNode node;
    private RosArmCell cell;

    @BeforeEach
    void starts() {
        node = SimulatedArmNode.start(
                new SimulatedArmNode.Config(
                        ARM, ObjectCatalog.defaults(), 64, 64, 1, SimulationPace.asFastAsPossible()),
                master.uri(),
                RosHost.loopback());
        cell = RosArmCell.connect(
                SimulatedCells.spec(ARM), CellConnection.local(master.uri()).withStop(stop()), InstantSource.system());
    }

    @AfterEach
    void stops() {
        cell.close();
        node.close();
        master.close();
    }

    @Override
    protected ArmCell cell() {
        return cell;
    }
}
