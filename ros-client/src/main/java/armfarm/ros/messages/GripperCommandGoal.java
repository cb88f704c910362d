package armfarm.ros.messages;

/** control_msgs/GripperCommandGoal. */
public record GripperCommandGoal(GripperCommandMessage command) {
    public static final MessageType<GripperCommandGoal> TYPE = MessageType.of(
            "control_msgs/GripperCommandGoal",
            """
            GripperCommand command
            """,
            GripperCommandGoal::write,
            GripperCommandGoal::read,
            GripperCommandMessage.TYPE);

    private static void write(GripperCommandGoal message, WireWriter out) {
        out.message(GripperCommandMessage.TYPE, message.command);
    }

    private static GripperCommandGoal read(WireReader in) throws MessageFormatException {
        return new GripperCommandGoal(in.message(GripperCommandMessage.TYPE));
    }
}
