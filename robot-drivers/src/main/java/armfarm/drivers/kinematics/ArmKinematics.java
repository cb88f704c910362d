package armfarm.drivers.kinematics;

import armfarm.messages.Pose;
import java.util.List;

/** Kinematics of one arm. Joint arrays are in radians, base to tip, {@link #jointCount()} long; they are not kept. */
public interface ArmKinematics {
    int jointCount();

    Pose gripperInBase(double[] jointsRadians);

    /**
     * Joint positions along a straight line of the gripper, without the start, the last one at the goal.
     *
     * @throws armfarm.drivers.DriverException if a point of the line cannot be reached
     */
    List<double[]> straightLine(double[] fromJointsRadians, Pose toGripperInBase);

    double[] homeJointsRadians();
}
