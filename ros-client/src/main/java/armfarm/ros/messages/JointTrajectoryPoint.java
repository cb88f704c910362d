package armfarm.ros.messages;

import java.time.Duration;
import java.util.List;

/** trajectory_msgs/JointTrajectoryPoint; radians, in the order of the trajectory's joint names. */
public record JointTrajectoryPoint(
        List<Double> positions,
        List<Double> velocities,
        List<Double> accelerations,
        List<Double> effort,
        Duration timeFromStart) {
    public static final MessageType<JointTrajectoryPoint> TYPE = MessageType.of(
            "trajectory_msgs/JointTrajectoryPoint", """
            float64[] positions
            float64[] velocities
            float64[] accelerations
            float64[] effort
            duration time_from_start
            """, JointTrajectoryPoint::write, JointTrajectoryPoint::read);

    public JointTrajectoryPoint {
        positions = List.copyOf(positions);
        velocities = List.copyOf(velocities);
        accelerations = List.copyOf(accelerations);
        effort = List.copyOf(effort);
    }

    public static JointTrajectoryPoint at(List<Double> positions, Duration timeFromStart) {
        return new JointTrajectoryPoint(positions, List.of(), List.of(), List.of(), timeFromStart);
    }

    private static void write(JointTrajectoryPoint message, WireWriter out) {
        out.float64s(message.positions)
                .float64s(message.velocities)
                .float64s(message.accelerations)
                .float64s(message.effort)
                .duration(message.timeFromStart);
    }

    private static JointTrajectoryPoint read(WireReader in) throws MessageFormatException {
        return new JointTrajectoryPoint(in.float64s(), in.float64s(), in.float64s(), in.float64s(), in.duration());
    }
}
