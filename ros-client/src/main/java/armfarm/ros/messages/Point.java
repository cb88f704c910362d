package armfarm.ros.messages;

/** geometry_msgs/Point, metres. */
public record Point(double x, double y, double z) {
    public static final MessageType<Point> TYPE = MessageType.of("geometry_msgs/Point", """
            float64 x
            float64 y
            float64 z
            """, Point::write, Point::read);

    private static void write(Point message, WireWriter out) {
        out.float64(message.x).float64(message.y).float64(message.z);
    }

    private static Point read(WireReader in) throws MessageFormatException {
        return new Point(in.float64(), in.float64(), in.float64());
    }
}
