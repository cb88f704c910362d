package armfarm.simulation;

import armfarm.drivers.cell.ArmTopics;
import armfarm.messages.DriverException;
import armfarm.ros.messages.JointTrajectory;
import armfarm.ros.messages.JointTrajectoryPoint;
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

    /** Where the joints should be, on a straight line between the points; before the first point, the first. */
    double[] atSeconds(double seconds) {
        int next = 0;
        while (next < timesSeconds.length - 1 && timesSeconds[next] < seconds) {
            next++;
        }
        double[] to = jointsRadians.get(next);
        if (next == 0) {
            return to.clone();
        }
        double[] from = jointsRadians.get(next - 1);
        double share = Math.min(1, (seconds - timesSeconds[next - 1]) / (timesSeconds[next] - timesSeconds[next - 1]));
        double[] joints = new double[to.length];
        for (int j = 0; j < joints.length; j++) {
            joints[j] = from[j] + (to[j] - from[j]) * share;
        }
        return joints;
    }

    private static int[] order(List<String> names, int jointCount) {
        List<String> expected = ArmTopics.jointNames(jointCount);
        int[] order = new int[jointCount];
        for (int j = 0; j < jointCount; j++) {
            order[j] = names.indexOf(expected.get(j));
            if (order[j] < 0 || names.size() != jointCount) {
                throw new DriverException("The trajectory names the joints " + names + ", expected " + expected);
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
