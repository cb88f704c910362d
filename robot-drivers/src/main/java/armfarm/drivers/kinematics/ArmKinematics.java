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
     * @throws armfarm.messages.DriverException if a point of the line cannot be reached
     */
    List<double[]> straightLine(double[] fromJointsRadians, Pose toGripperInBase);

    double[] homeJointsRadians();

    /**
     * Points of the arm from its base to the gripper, whose connecting lines run along its links: metres [n][3]. An arm
     * that does not know its links gives the gripper's position alone.
     */
    default double[][] linkPointsInBase(double[] jointsRadians) {
        Pose gripper = gripperInBase(jointsRadians);
        return new double[][] {{gripper.xMeters(), gripper.yMeters(), gripper.zMeters()}};
    }
}
