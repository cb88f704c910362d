package armfarm.ros.messages;

/** std_msgs/Bool. */
public record BoolMessage(boolean data) {
    public static final MessageType<BoolMessage> TYPE =
            MessageType.of("std_msgs/Bool", """
            bool data
            """, BoolMessage::write, BoolMessage::read);

    private static void write(BoolMessage message, WireWriter out) {
        out.bool(message.data);
    }

    private static BoolMessage read(WireReader in) throws MessageFormatException {
        return new BoolMessage(in.bool());
    }
}
