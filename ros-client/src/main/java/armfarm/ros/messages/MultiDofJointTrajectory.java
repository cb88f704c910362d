package armfarm.ros.messages;

import java.util.List;

/** trajectory_msgs/MultiDOFJointTrajectory; a stamp of EPOCH starts at once. */
public record MultiDofJointTrajectory(
        Header header, List<String> jointNames, List<MultiDofJointTrajectoryPoint> points) {
    public static final MessageType<MultiDofJointTrajectory> TYPE = MessageType.of(
            "trajectory_msgs/MultiDOFJointTrajectory",
            """
            Header header
            string[] joint_names
            MultiDOFJointTrajectoryPoint[] points
            """,
            MultiDofJointTrajectory::write,
            MultiDofJointTrajectory::read,
            Header.TYPE,
            MultiDofJointTrajectoryPoint.TYPE);

    public MultiDofJointTrajectory {
        jointNames = List.copyOf(jointNames);
        points = List.copyOf(points);
    }

    private static void write(MultiDofJointTrajectory message, WireWriter out) {
        out.message(Header.TYPE, message.header)
                .strings(message.jointNames)
                .messages(MultiDofJointTrajectoryPoint.TYPE, message.points);
    }

    private static MultiDofJointTrajectory read(WireReader in) throws MessageFormatException {
        return new MultiDofJointTrajectory(
                in.message(Header.TYPE), in.strings(), in.messages(MultiDofJointTrajectoryPoint.TYPE));
    }
}
