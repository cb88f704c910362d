package armfarm.ros.messages;

/** geometry_msgs/Quaternion. */
public record Quaternion(double x, double y, double z, double w) {
    public static final MessageType<Quaternion> TYPE =
            MessageType.of("geometry_msgs/Quaternion", """
            float64 x
            float64 y
            float64 z
            float64 w
            """, Quaternion::write, Quaternion::read);

    private static void write(Quaternion message, WireWriter out) {
        out.float64(message.x).float64(message.y).float64(message.z).float64(message.w);
    }

    private static Quaternion read(WireReader in) throws MessageFormatException {
        return new Quaternion(in.float64(), in.float64(), in.float64(), in.float64());
    }
}
