package armfarm.drivers.ros.messages;

/** control_msgs/FollowJointTrajectoryActionGoal. */
public record FollowJointTrajectoryActionGoal(Header header, GoalId goalId, FollowJointTrajectoryGoal goal) {
    public static final MessageType<FollowJointTrajectoryActionGoal> TYPE = MessageType.of(
            "control_msgs/FollowJointTrajectoryActionGoal",
            """
            Header header
            actionlib_msgs/GoalID goal_id
            FollowJointTrajectoryGoal goal
            """,
            FollowJointTrajectoryActionGoal::write,
            FollowJointTrajectoryActionGoal::read,
            Header.TYPE,
            GoalId.TYPE,
            FollowJointTrajectoryGoal.TYPE);

    private static void write(FollowJointTrajectoryActionGoal message, WireWriter out) {
        out.message(Header.TYPE, message.header)
                .message(GoalId.TYPE, message.goalId)
                .message(FollowJointTrajectoryGoal.TYPE, message.goal);
    }

    private static FollowJointTrajectoryActionGoal read(WireReader in) throws MessageFormatException {
        return new FollowJointTrajectoryActionGoal(
                in.message(Header.TYPE), in.message(GoalId.TYPE), in.message(FollowJointTrajectoryGoal.TYPE));
    }
}
