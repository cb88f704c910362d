package armfarm.ros.messages;

import java.util.List;

/** trajectory_msgs/JointTrajectory; a stamp of EPOCH starts at once. */
public record JointTrajectory(Header header, List<String> jointNames, List<JointTrajectoryPoint> points) {
    public static final MessageType<JointTrajectory> TYPE = MessageType.of(
            "trajectory_msgs/JointTrajectory",
            """
            Header header
            string[] joint_names
            JointTrajectoryPoint[] points
            """,
            JointTrajectory::write,
            JointTrajectory::read,
            Header.TYPE,
            JointTrajectoryPoint.TYPE);

    public JointTrajectory {
        jointNames = List.copyOf(jointNames);
        points = List.copyOf(points);
    }

    private static void write(JointTrajectory message, WireWriter out) {
        out.message(Header.TYPE, message.header)
                .strings(message.jointNames)
                .messages(JointTrajectoryPoint.TYPE, message.points);
    }

    private static JointTrajectory read(WireReader in) throws MessageFormatException {
        return new JointTrajectory(in.message(Header.TYPE), in.strings(), in.messages(JointTrajectoryPoint.TYPE));
    }
}
