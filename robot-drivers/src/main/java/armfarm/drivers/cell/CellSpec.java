package armfarm.drivers.cell;

import armfarm.drivers.kinematics.ArmKinematics;
import armfarm.drivers.kinematics.ChainKinematics;
import armfarm.drivers.kinematics.KinematicChain;
import armfarm.drivers.safety.SafetyEnvelope;
import armfarm.messages.ArmId;
import armfarm.messages.Pose;
import armfarm.messages.cell.AttemptHeights;
import armfarm.messages.cell.WorkspaceLimits;
import java.util.List;

/**
 * Everything the farm is told about one arm cell; how it is written in the YAML file is in docs/arms.md. Immutable.
 *
 * @param source where it is from, for messages: a place in a file, or "simulated"
 * @param jointNames base to tip, as in joint states and trajectories
 * @param workspace where grasps may close
 * @param homeInBase the gripper's pose out of the camera's view
 * @param travelHeightMeters no pose is higher, base frame
 * @param heights of an attempt's stations
 * @param envelope what no command may leave
 */
public record CellSpec(
        ArmId arm,
        String source,
        ArmTopics topics,
        List<String> jointNames,
        ArmModel model,
        CameraSpec camera,
        GripperSpec gripper,
        WorkspaceLimits workspace,
        Pose homeInBase,
        double travelHeightMeters,
        AttemptHeights heights,
        SafetyEnvelope envelope,
        MotionSpeeds speeds) {
    public CellSpec {
        jointNames = List.copyOf(jointNames);
        if (jointNames.size() != envelope.joints().size()) {
            throw new IllegalArgumentException(
                    jointNames.size() + " joint names, " + envelope.joints().size() + " joint limits");
        }
    }

    /** With the usual heights over the workspace. */
    public CellSpec(
            ArmId arm,
            String source,
            ArmTopics topics,
            List<String> jointNames,
            ArmModel model,
            CameraSpec camera,
            GripperSpec gripper,
            WorkspaceLimits workspace,
            Pose homeInBase,
            double travelHeightMeters,
            SafetyEnvelope envelope,
            MotionSpeeds speeds) {
        this(
                arm,
                source,
                topics,
                jointNames,
                model,
                camera,
                gripper,
                workspace,
                homeInBase,
                travelHeightMeters,
                AttemptHeights.over(workspace),
                envelope,
                speeds);
    }

    /** Makes kinematics; each belongs to one thread. */
    @FunctionalInterface
    public interface ArmModel {
        ArmKinematics newKinematics();
    }

    /**
     * Kinematics of a chain read from a robot description.
     *
     * @param gripperInTip the gripper frame in the chain's tip link
     * @param restPositions posture near which solutions are looked for, in the order of the joints
     */
    public record ChainModel(KinematicChain chain, Pose gripperInTip, List<Double> restPositions, Pose homeInBase)
            implements ArmModel {
        public ChainModel {
            restPositions = List.copyOf(restPositions);
        }

        @Override
        public ArmKinematics newKinematics() {
            double[] rest =
                    restPositions.stream().mapToDouble(Double::doubleValue).toArray();
            return new ChainKinematics(chain, gripperInTip, rest, homeInBase);
        }
    }

    /** Whether somebody changes the bin's content when asked; else it is only stirred by practice. */
    public boolean arrangesBin() {
        return topics.bin().isPresent();
    }

    /** The same cell, moved at other speeds. */
    public CellSpec withSpeeds(MotionSpeeds newSpeeds) {
        return new CellSpec(
                arm,
                source,
                topics,
                jointNames,
                model,
                camera,
                gripper,
                workspace,
                homeInBase,
                travelHeightMeters,
                heights,
                envelope,
                newSpeeds);
    }
}
