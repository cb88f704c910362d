package armfarm.drivers.sim;

import armfarm.drivers.DriverException;
import armfarm.drivers.ros.ArmTopics;
import armfarm.drivers.ros.messages.JointTrajectory;
import armfarm.drivers.ros.messages.JointTrajectoryPoint;
import java.util.ArrayList;
import java.util.List;

/** A trajectory message, checked and in the order of the arm's joints. */
final class TrajectoryGoal {
    private final List<double[]> jointsRadians = new ArrayList<>();
    private final double[] timesSeconds;

    private TrajectoryGoal(int points) {
        timesSeconds = new double[points];
    }

    /** @throws DriverException if joints are missing, a number is not finite or the times do not increase */
    static TrajectoryGoal read(JointTrajectory message, int jointCount) {
        int[] order = order(message.jointNames(), jointCount);
        List<JointTrajectoryPoint> points = message.points();
        if (points.isEmpty()) {
            throw new DriverException("The trajectory has no points; expected at least one");
        }
        TrajectoryGoal goal = new TrajectoryGoal(points.size());
        double last = 0;
        for (int i = 0; i < points.size(); i++) {
            double time = points.get(i).timeFromStart().toNanos() * 1e-9;
            if (!(time > last)) {
                throw new DriverException(
                        "Trajectory point " + i + " is at " + time + " s, expected more than " + last);
            }
            goal.timesSeconds[i] = time;
            goal.jointsRadians.add(positions(points.get(i).positions(), order, i));
            last = time;
        }
        return goal;
    }

    List<double[]> jointsRadians() {
        return jointsRadians;
    }

    /** From the start, increasing. */
    double[] timesSeconds() {
        return timesSeconds;
    }

    private static int[] order(List<String> names, int jointCount) {
        int[] order = new int[jointCount];
        for (int j = 0; j < jointCount; j++) {
            order[j] = names.indexOf(ArmTopics.JOINT_PREFIX + (j + 1));
            if (order[j] < 0 || names.size() != jointCount) {
                throw new DriverException("The trajectory names the joints " + names + ", expected "
                        + ArmTopics.JOINT_PREFIX + "1 to " + ArmTopics.JOINT_PREFIX + jointCount);
            }
        }
        return order;
    }

    private static double[] positions(List<Double> positions, int[] order, int point) {
        if (positions.size() != order.length || !positions.stream().allMatch(Double::isFinite)) {
            throw new DriverException("Trajectory point " + point + " has positions " + positions + ", expected "
                    + order.length + " numbers");
        }
        double[] ordered = new double[order.length];
        for (int j = 0; j < order.length; j++) {
            ordered[j] = positions.get(order[j]);
        }
        return ordered;
    }
}
