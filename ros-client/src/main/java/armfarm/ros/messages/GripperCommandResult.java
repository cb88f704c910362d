package armfarm.ros.messages;

/**
 * control_msgs/GripperCommandResult.
 *
 * @param position opening, metres
 * @param effort newtons
 */
public record GripperCommandResult(double position, double effort, boolean stalled, boolean reachedGoal) {
    public static final MessageType<GripperCommandResult> TYPE = MessageType.of(
            "control_msgs/GripperCommandResult", """
            float64 position
            float64 effort
            bool stalled
            bool reached_goal
            """, GripperCommandResult::write, GripperCommandResult::read);

    private static void write(GripperCommandResult message, WireWriter out) {
        out.float64(message.position)
                .float64(message.effort)
                .bool(message.stalled)
                .bool(message.reachedGoal);
    }

    private static GripperCommandResult read(WireReader in) throws MessageFormatException {
        return new GripperCommandResult(in.float64(), in.float64(), in.bool(), in.bool());
    }
}
