package armfarm.drivers.ros.messages;

/** control_msgs/GripperCommandActionResult. */
public record GripperCommandActionResult(Header header, GoalStatus status, GripperCommandResult result) {
    public static final MessageType<GripperCommandActionResult> TYPE = MessageType.of(
            "control_msgs/GripperCommandActionResult",
            """
            Header header
            actionlib_msgs/GoalStatus status
            GripperCommandResult result
            """,
            GripperCommandActionResult::write,
            GripperCommandActionResult::read,
            Header.TYPE,
            GoalStatus.TYPE,
            GripperCommandResult.TYPE);

    private static void write(GripperCommandActionResult message, WireWriter out) {
        out.message(Header.TYPE, message.header)
                .message(GoalStatus.TYPE, message.status)
                .message(GripperCommandResult.TYPE, message.result);
    }

    private static GripperCommandActionResult read(WireReader in) throws MessageFormatException {
        return new GripperCommandActionResult(
                in.message(Header.TYPE), in.message(GoalStatus.TYPE), in.message(GripperCommandResult.TYPE));
    }
}
