package armfarm.drivers.cell;

import armfarm.drivers.kinematics.JointLimits;
import armfarm.drivers.safety.SafetyEnvelope;
import armfarm.messages.ArmId;
import armfarm.messages.Pose;
import armfarm.messages.cell.WorkspaceLimits;
import java.util.Collections;
import java.util.List;

/** What the farm is told about the cell of a {@link FakeArmNode}. */
final class FakeCells {
    static final WorkspaceLimits WORKSPACE = new WorkspaceLimits(0.45, 0.65, -0.10, 0.10, 0.004, 0.030, Math.PI / 2);

    private FakeCells() {}

    static CellSpec spec(ArmId arm, Pose home) {
        return spec(arm, home, envelope(home));
    }

    static SafetyEnvelope envelope(Pose home) {
        return new SafetyEnvelope(
                SafetyEnvelope.boxAround(WORKSPACE, home, home.zMeters() + 0.1),
                List.of(),
                10,
                12,
                Collections.nCopies(7, JointLimits.NONE));
    }

    static CellSpec spec(ArmId arm, Pose home, SafetyEnvelope envelope) {
        return new CellSpec(
                arm,
                "test",
                ArmTopics.of(arm),
                ArmTopics.jointNames(7),
                CartesianKinematics::new,
                CameraSpec.triggered(),
                GripperSpec.contract(),
                WORKSPACE,
                home,
                home.zMeters() + 0.1,
                envelope,
                MotionSpeeds.defaults());
    }
}
