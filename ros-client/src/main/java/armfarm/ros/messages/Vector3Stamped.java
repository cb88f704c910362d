package armfarm.ros.messages;

/** geometry_msgs/Vector3Stamped; the header names the frame. */
public record Vector3Stamped(Header header, Vector3 vector) {
    public static final MessageType<Vector3Stamped> TYPE = MessageType.of(
            "geometry_msgs/Vector3Stamped",
            """
            Header header
            Vector3 vector
            """,
            Vector3Stamped::write,
            Vector3Stamped::read,
            Header.TYPE,
            Vector3.TYPE);

    private static void write(Vector3Stamped message, WireWriter out) {
        out.message(Header.TYPE, message.header).message(Vector3.TYPE, message.vector);
    }

    private static Vector3Stamped read(WireReader in) throws MessageFormatException {
        return new Vector3Stamped(in.message(Header.TYPE), in.message(Vector3.TYPE));
    }
}
