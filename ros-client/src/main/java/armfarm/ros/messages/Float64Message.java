package armfarm.ros.messages;

/** std_msgs/Float64. */
public record Float64Message(double data) {
    public static final MessageType<Float64Message> TYPE =
            MessageType.of("std_msgs/Float64", """
            float64 data
            """, Float64Message::write, Float64Message::read);

    private static void write(Float64Message message, WireWriter out) {
        out.float64(message.data);
    }

    private static Float64Message read(WireReader in) throws MessageFormatException {
        return new Float64Message(in.float64());
    }
}
