package armfarm.ros.messages;

/** geometry_msgs/PoseStamped; the header names the parent frame. */
public record PoseStamped(Header header, PoseMessage pose) {
    public static final MessageType<PoseStamped> TYPE = MessageType.of(
            "geometry_msgs/PoseStamped", """
            Header header
            Pose pose
            """, PoseStamped::write, PoseStamped::read, Header.TYPE, PoseMessage.TYPE);

    private static void write(PoseStamped message, WireWriter out) {
        out.message(Header.TYPE, message.header).message(PoseMessage.TYPE, message.pose);
    }

    private static PoseStamped read(WireReader in) throws MessageFormatException {
        return new PoseStamped(in.message(Header.TYPE), in.message(PoseMessage.TYPE));
    }
}
