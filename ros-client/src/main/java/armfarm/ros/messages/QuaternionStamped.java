package armfarm.ros.messages;

/** geometry_msgs/QuaternionStamped; the header names the frame. */
public record QuaternionStamped(Header header, Quaternion quaternion) {
    public static final MessageType<QuaternionStamped> TYPE = MessageType.of(
            "geometry_msgs/QuaternionStamped",
            """
            Header header
            Quaternion quaternion
            """,
            QuaternionStamped::write,
            QuaternionStamped::read,
            Header.TYPE,
            Quaternion.TYPE);

    private static void write(QuaternionStamped message, WireWriter out) {
        out.message(Header.TYPE, message.header).message(Quaternion.TYPE, message.quaternion);
    }

    private static QuaternionStamped read(WireReader in) throws MessageFormatException {
        return new QuaternionStamped(in.message(Header.TYPE), in.message(Quaternion.TYPE));
    }
}
