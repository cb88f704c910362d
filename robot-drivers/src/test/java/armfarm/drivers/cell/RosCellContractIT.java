package armfarm.drivers.cell;

import armfarm.messages.ArmId;
import armfarm.messages.Pose;
import armfarm.messages.cell.ArmCell;
import armfarm.messages.cell.ArmCellContract;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every cell promises, by one that is reached over the farm's own topics. */
class RosCellContractIT extends ArmCellContract {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final ArmId ARM = new ArmId("arm_1");

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private FakeArmNode arm;
    private RosArmCell cell;

    @BeforeEach
    void connects() {
        arm = new FakeArmNode(ARM, master.uri());
        cell = RosArmCell.connect(
                FakeCells.spec(ARM, Pose.topDown(0.45, -0.36, 0.30, 0)),
                CellConnection.local(master.uri()).withStop(stop()),
                CLOCK);
    }

    @AfterEach
    void closes() {
        cell.close();
        arm.close();
        master.close();
    }

    @Override
    protected ArmCell cell() {
        return cell;
    }
}
