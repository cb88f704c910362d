package armfarm.ros.messages;

/** geometry_msgs/Twist: metres and radians per second. */
public record Twist(Vector3 linear, Vector3 angular) {
    public static final MessageType<Twist> TYPE =
            MessageType.of("geometry_msgs/Twist", """
            Vector3 linear
            Vector3 angular
            """, Twist::write, Twist::read, Vector3.TYPE);

    private static void write(Twist message, WireWriter out) {
        out.message(Vector3.TYPE, message.linear).message(Vector3.TYPE, message.angular);
    }

    private static Twist read(WireReader in) throws MessageFormatException {
        return new Twist(in.message(Vector3.TYPE), in.message(Vector3.TYPE));
    }
}
