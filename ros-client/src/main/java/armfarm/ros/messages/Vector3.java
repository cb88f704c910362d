package armfarm.ros.messages;

/** geometry_msgs/Vector3: a direction or a rate, without a position. */
public record Vector3(double x, double y, double z) {
    public static final MessageType<Vector3> TYPE =
            MessageType.of("geometry_msgs/Vector3", """
            float64 x
            float64 y
            float64 z
            """, Vector3::write, Vector3::read);

    private static void write(Vector3 message, WireWriter out) {
        out.float64(message.x).float64(message.y).float64(message.z);
    }

    private static Vector3 read(WireReader in) throws MessageFormatException {
        return new Vector3(in.float64(), in.float64(), in.float64());
    }
}
