package armfarm.ros.messages;

import java.util.List;

/**
 * control_msgs/FollowJointTrajectoryFeedback.
 *
 * @param error desired minus actual
 */
public record FollowJointTrajectoryFeedback(
        Header header,
        List<String> jointNames,
        JointTrajectoryPoint desired,
        JointTrajectoryPoint actual,
        JointTrajectoryPoint error) {
    public static final MessageType<FollowJointTrajectoryFeedback> TYPE = MessageType.of(
            "control_msgs/FollowJointTrajectoryFeedback",
            """
            Header header
            string[] joint_names
            trajectory_msgs/JointTrajectoryPoint desired
            trajectory_msgs/JointTrajectoryPoint actual
            trajectory_msgs/JointTrajectoryPoint error
            """,
            FollowJointTrajectoryFeedback::write,
            FollowJointTrajectoryFeedback::read,
            Header.TYPE,
            JointTrajectoryPoint.TYPE);

    public FollowJointTrajectoryFeedback {
        jointNames = List.copyOf(jointNames);
    }

    private static void write(FollowJointTrajectoryFeedback message, WireWriter out) {
        out.message(Header.TYPE, message.header)
                .strings(message.jointNames)
                .message(JointTrajectoryPoint.TYPE, message.desired)
                .message(JointTrajectoryPoint.TYPE, message.actual)
                .message(JointTrajectoryPoint.TYPE, message.error);
    }

    private static FollowJointTrajectoryFeedback read(WireReader in) throws MessageFormatException {
        return new FollowJointTrajectoryFeedback(
                in.message(Header.TYPE),
                in.strings(),
                in.message(JointTrajectoryPoint.TYPE),
                in.message(JointTrajectoryPoint.TYPE),
                in.message(JointTrajectoryPoint.TYPE));
    }
}
