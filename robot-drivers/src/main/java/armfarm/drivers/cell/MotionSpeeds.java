package armfarm.drivers.cell;

import armfarm.drivers.kinematics.ArmKinematics;
import armfarm.drivers.safety.Motion;
import armfarm.messages.Pose;
import java.util.List;

/**
 * How fast the gripper moves along a line. Immutable.
 *
 * @param freeMetersPerSecond away from the bin
 * @param carryMetersPerSecond away from the bin with a closed gripper
 * @param nearBinMetersPerSecond below the near-bin height, in either direction
 * @param nearBinMeters height above the highest grasp that counts as near
 * @param jointRadiansPerSecond no joint turns faster, whatever the gripper's speed
 */
public record MotionSpeeds(
        double freeMetersPerSecond,
        double carryMetersPerSecond,
        double nearBinMetersPerSecond,
        double nearBinMeters,
        double jointRadiansPerSecond) {
    private static final double MIN_SEGMENT_SECONDS = 0.002;

    /** Speeds of the simulated arms; a real arm needs its own joint limit. */
    public static MotionSpeeds defaults() {
        return new MotionSpeeds(1.5, 1.0, 0.6, 0.12, 4);
    }

    public MotionSpeeds {
        if (!(freeMetersPerSecond > 0
                && carryMetersPerSecond > 0
                && nearBinMetersPerSecond > 0
                && nearBinMeters >= 0
                && jointRadiansPerSecond > 0)) {
            throw new IllegalArgumentException("motion speeds must be above 0: " + freeMetersPerSecond + ", "
                    + carryMetersPerSecond + ", " + nearBinMetersPerSecond + ", " + jointRadiansPerSecond);
        }
    }

    /** All speeds changed by a factor. */
    public MotionSpeeds times(double factor) {
        return new MotionSpeeds(
                freeMetersPerSecond * factor,
                carryMetersPerSecond * factor,
                nearBinMetersPerSecond * factor,
                nearBinMeters,
                jointRadiansPerSecond * factor);
    }

    /**
     * Gives each point of a line its time.
     *
     * @param highestGraspMeters top of the workspace, base frame
     */
    Motion timed(
            ArmKinematics kinematics,
            double[] fromRadians,
            List<double[]> lineRadians,
            boolean carrying,
            double highestGraspMeters) {
        double[] times = new double[lineRadians.size()];
        double[] last = fromRadians;
        Pose lastPose = kinematics.gripperInBase(fromRadians);
        double seconds = 0;
        for (int i = 0; i < times.length; i++) {
            double[] joints = lineRadians.get(i);
            Pose pose = kinematics.gripperInBase(joints);
            boolean near = Math.min(pose.zMeters(), lastPose.zMeters()) < highestGraspMeters + nearBinMeters;
            double speed = near ? nearBinMetersPerSecond : carrying ? carryMetersPerSecond : freeMetersPerSecond;
            double line = lastPose.distanceMeters(pose) / speed;
            double turn = largestTurn(last, joints) / jointRadiansPerSecond;
            seconds += Math.max(MIN_SEGMENT_SECONDS, Math.max(line, turn));
            times[i] = seconds;
            last = joints;
            lastPose = pose;
        }
        return new Motion(lineRadians, times);
    }

    private static double largestTurn(double[] from, double[] to) {
        double largest = 0;
        for (int i = 0; i < to.length; i++) {
            largest = Math.max(largest, Math.abs(to[i] - from[i]));
        }
        return largest;
    }
}
