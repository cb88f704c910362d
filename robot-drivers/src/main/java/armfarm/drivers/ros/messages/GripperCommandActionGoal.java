package armfarm.drivers.ros.messages;

/** control_msgs/GripperCommandActionGoal. */
public record GripperCommandActionGoal(Header header, GoalId goalId, GripperCommandGoal goal) {
    public static final MessageType<GripperCommandActionGoal> TYPE = MessageType.of(
            "control_msgs/GripperCommandActionGoal",
            """
            Header header
            actionlib_msgs/GoalID goal_id
            GripperCommandGoal goal
            """,
            GripperCommandActionGoal::write,
            GripperCommandActionGoal::read,
            Header.TYPE,
            GoalId.TYPE,
            GripperCommandGoal.TYPE);

    private static void write(GripperCommandActionGoal message, WireWriter out) {
        out.message(Header.TYPE, message.header)
                .message(GoalId.TYPE, message.goalId)
                .message(GripperCommandGoal.TYPE, message.goal);
    }

    private static GripperCommandActionGoal read(WireReader in) throws MessageFormatException {
        return new GripperCommandActionGoal(
                in.message(Header.TYPE), in.message(GoalId.TYPE), in.message(GripperCommandGoal.TYPE));
    }
}
