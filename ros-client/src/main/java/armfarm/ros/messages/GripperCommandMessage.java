package armfarm.ros.messages;

/**
 * control_msgs/GripperCommand.
 *
 * @param position opening, metres
 * @param maxEffort newtons
 */
public record GripperCommandMessage(double position, double maxEffort) {
    public static final MessageType<GripperCommandMessage> TYPE = MessageType.of(
            "control_msgs/GripperCommand", """
            float64 position
            float64 max_effort
            """, GripperCommandMessage::write, GripperCommandMessage::read);

    private static void write(GripperCommandMessage message, WireWriter out) {
        out.float64(message.position).float64(message.maxEffort);
    }

    private static GripperCommandMessage read(WireReader in) throws MessageFormatException {
        return new GripperCommandMessage(in.float64(), in.float64());
    }
}
