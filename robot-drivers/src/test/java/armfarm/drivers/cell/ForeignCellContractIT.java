package armfarm.drivers.cell;

import armfarm.messages.cell.ArmCell;
import armfarm.messages.cell.ArmCellContract;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every cell promises, by a lab's: names and units of its own, and a bin that nobody arranges. */
class ForeignCellContractIT extends ArmCellContract {
    private static final InstantSource CLOCK = InstantSource.system();

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private ForeignArmNode arm;
    private RosArmCell cell;

    @BeforeEach
    void connects() {
        URI uri = master.uri();
        arm = new ForeignArmNode(uri);
        cell = RosArmCell.connect(
                ForeignArmNode.spec(),
                new CellConnection(uri, RosHost.loopback(), Duration.ofSeconds(10), stop()),
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
