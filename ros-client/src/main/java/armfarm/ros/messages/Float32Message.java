package armfarm.ros.messages;

/** std_msgs/Float32. */
public record Float32Message(float data) {
    public static final MessageType<Float32Message> TYPE =
            MessageType.of("std_msgs/Float32", """
            float32 data
            """, Float32Message::write, Float32Message::read);

    private static void write(Float32Message message, WireWriter out) {
        out.float32(message.data);
    }

    private static Float32Message read(WireReader in) throws MessageFormatException {
        return new Float32Message(in.float32());
    }
}
