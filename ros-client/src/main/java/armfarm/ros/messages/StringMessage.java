package armfarm.ros.messages;

/** std_msgs/String. */
public record StringMessage(String data) {
    public static final MessageType<StringMessage> TYPE =
            MessageType.of("std_msgs/String", """
            string data
            """, StringMessage::write, StringMessage::read);

    private static void write(StringMessage message, WireWriter out) {
        out.string(message.data);
    }

    private static StringMessage read(WireReader in) throws MessageFormatException {
        return new StringMessage(in.string());
    }
}
