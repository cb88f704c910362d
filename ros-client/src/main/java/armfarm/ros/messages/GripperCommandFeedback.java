package armfarm.ros.messages;

/**
 * control_msgs/GripperCommandFeedback.
 *
 * @param position opening, metres
 * @param effort newtons
 * @param stalled something is between the fingers
 */
public record GripperCommandFeedback(double position, double effort, boolean stalled, boolean reachedGoal) {
    public static final MessageType<GripperCommandFeedback> TYPE = MessageType.of(
            "control_msgs/GripperCommandFeedback", """
            float64 position
            float64 effort
            bool stalled
            bool reached_goal
            """, GripperCommandFeedback::write, GripperCommandFeedback::read);

    private static void write(GripperCommandFeedback message, WireWriter out) {
        out.float64(message.position)
                .float64(message.effort)
                .bool(message.stalled)
                .bool(message.reachedGoal);
    }

    private static GripperCommandFeedback read(WireReader in) throws MessageFormatException {
        return new GripperCommandFeedback(in.float64(), in.float64(), in.bool(), in.bool());
    }
}
