package armfarm.ros.messages;

/** geometry_msgs/Pose. */
public record PoseMessage(Point position, Quaternion orientation) {
    public static final MessageType<PoseMessage> TYPE = MessageType.of(
            "geometry_msgs/Pose", """
            Point position
            Quaternion orientation
            """, PoseMessage::write, PoseMessage::read, Point.TYPE, Quaternion.TYPE);

    private static void write(PoseMessage message, WireWriter out) {
        out.message(Point.TYPE, message.position).message(Quaternion.TYPE, message.orientation);
    }

    private static PoseMessage read(WireReader in) throws MessageFormatException {
        return new PoseMessage(in.message(Point.TYPE), in.message(Quaternion.TYPE));
    }
}
