package armfarm.drivers.ros.messages;

/** control_msgs/FollowJointTrajectoryActionResult. */
public record FollowJointTrajectoryActionResult(Header header, GoalStatus status, FollowJointTrajectoryResult result) {
    public static final MessageType<FollowJointTrajectoryActionResult> TYPE = MessageType.of(
            "control_msgs/FollowJointTrajectoryActionResult",
            """
            Header header
            actionlib_msgs/GoalStatus status
            FollowJointTrajectoryResult result
            """,
            FollowJointTrajectoryActionResult::write,
            FollowJointTrajectoryActionResult::read,
            Header.TYPE,
            GoalStatus.TYPE,
            FollowJointTrajectoryResult.TYPE);

    private static void write(FollowJointTrajectoryActionResult message, WireWriter out) {
        out.message(Header.TYPE, message.header)
                .message(GoalStatus.TYPE, message.status)
                .message(FollowJointTrajectoryResult.TYPE, message.result);
    }

    private static FollowJointTrajectoryActionResult read(WireReader in) throws MessageFormatException {
        return new FollowJointTrajectoryActionResult(
                in.message(Header.TYPE), in.message(GoalStatus.TYPE), in.message(FollowJointTrajectoryResult.TYPE));
    }
}
