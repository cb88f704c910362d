package armfarm.ros.messages;

import java.time.Duration;
import java.util.List;

/** trajectory_msgs/MultiDOFJointTrajectoryPoint, in the order of the trajectory's joint names. */
public record MultiDofJointTrajectoryPoint(
        List<Transform> transforms, List<Twist> velocities, List<Twist> accelerations, Duration timeFromStart) {
    public static final MessageType<MultiDofJointTrajectoryPoint> TYPE = MessageType.of(
            "trajectory_msgs/MultiDOFJointTrajectoryPoint",
            """
            geometry_msgs/Transform[] transforms
            geometry_msgs/Twist[] velocities
            geometry_msgs/Twist[] accelerations
            duration time_from_start
            """,
            MultiDofJointTrajectoryPoint::write,
            MultiDofJointTrajectoryPoint::read,
            Transform.TYPE,
            Twist.TYPE);

    public MultiDofJointTrajectoryPoint {
        transforms = List.copyOf(transforms);
        velocities = List.copyOf(velocities);
        accelerations = List.copyOf(accelerations);
    }

    private static void write(MultiDofJointTrajectoryPoint message, WireWriter out) {
        out.messages(Transform.TYPE, message.transforms)
                .messages(Twist.TYPE, message.velocities)
                .messages(Twist.TYPE, message.accelerations)
                .duration(message.timeFromStart);
    }

    private static MultiDofJointTrajectoryPoint read(WireReader in) throws MessageFormatException {
        return new MultiDofJointTrajectoryPoint(
                in.messages(Transform.TYPE), in.messages(Twist.TYPE), in.messages(Twist.TYPE), in.duration());
    }
}
