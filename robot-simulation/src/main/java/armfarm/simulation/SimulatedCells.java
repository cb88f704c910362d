package armfarm.simulation;

import armfarm.drivers.cell.ArmTopics;
import armfarm.drivers.cell.CameraSpec;
import armfarm.drivers.cell.CellSpec;
import armfarm.drivers.cell.GripperSpec;
import armfarm.drivers.cell.MotionSpeeds;
import armfarm.drivers.kinematics.SerialArm;
import armfarm.drivers.safety.SafetyEnvelope;
import armfarm.messages.ArmId;
import java.util.List;

/** What the farm is told about a simulated arm's cell. */
public final class SimulatedCells {
    private static final double TRAVEL_ABOVE_HOME_METERS = 0.1;
    /** Above every speed of the simulated arms: results do not depend on the envelope. */
    private static final double MAX_METERS_PER_SECOND = 3;

    private SimulatedCells() {}

    /** Without a depth camera. */
    public static CellSpec spec(ArmId arm) {
        return spec(arm, false);
    }

    /** @param depth whether it has a depth camera */
    public static CellSpec spec(ArmId arm, boolean depth) {
        double travelHeightMeters = SimulatedArm.HOME_IN_BASE.zMeters() + TRAVEL_ABOVE_HOME_METERS;
        return new CellSpec(
                arm,
                "simulated",
                depth ? ArmTopics.of(arm).withDepth(ArmTopics.depthOf(arm)) : ArmTopics.of(arm),
                ArmTopics.jointNames(SerialArm.JOINTS),
                SimulatedArm::newKinematics,
                CameraSpec.triggered(),
                GripperSpec.contract(),
                SimulatedArm.WORKSPACE,
                SimulatedArm.HOME_IN_BASE,
                travelHeightMeters,
                SimulatedArm.HEIGHTS,
                new SafetyEnvelope(
                        SafetyEnvelope.boxAround(SimulatedArm.WORKSPACE, SimulatedArm.HOME_IN_BASE, travelHeightMeters),
                        List.of(),
                        MAX_METERS_PER_SECOND,
                        SimulatedGripper.MAX_FORCE_NEWTONS,
                        SerialArm.limits()),
                MotionSpeeds.defaults());
    }
}
