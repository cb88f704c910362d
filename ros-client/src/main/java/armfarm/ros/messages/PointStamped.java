package armfarm.ros.messages;

/** geometry_msgs/PointStamped, metres; the header names the frame. */
public record PointStamped(Header header, Point point) {
    public static final MessageType<PointStamped> TYPE = MessageType.of(
            "geometry_msgs/PointStamped", """
            Header header
            Point point
            """, PointStamped::write, PointStamped::read, Header.TYPE, Point.TYPE);

    private static void write(PointStamped message, WireWriter out) {
        out.message(Header.TYPE, message.header).message(Point.TYPE, message.point);
    }

    private static PointStamped read(WireReader in) throws MessageFormatException {
        return new PointStamped(in.message(Header.TYPE), in.message(Point.TYPE));
    }
}
