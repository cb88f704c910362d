package armfarm.drivers.cell;

import armfarm.messages.ArmId;
import armfarm.messages.Pose;
import armfarm.messages.cell.ArmCell;
import armfarm.messages.cell.ArmCellContract;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** What every cell promises, by cells reached over ROS. */
class RosCellContractIT {
    private static final InstantSource CLOCK = InstantSource.system();

    /** An arm that keeps the farm's own contract of topics. */
    @Nested
    class OfTheFarmsTopics extends ArmCellContract {
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

    /** An arm with names and units of its own, whose bin nobody arranges. */
    @Nested
    class OfALab extends ArmCellContract {
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
}
