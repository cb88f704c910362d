package armfarm.ros.messages;

/** geometry_msgs/Wrench: newtons and newton metres. */
public record Wrench(Vector3 force, Vector3 torque) {
    public static final MessageType<Wrench> TYPE =
            MessageType.of("geometry_msgs/Wrench", """
            Vector3 force
            Vector3 torque
            """, Wrench::write, Wrench::read, Vector3.TYPE);

    private static void write(Wrench message, WireWriter out) {
        out.message(Vector3.TYPE, message.force).message(Vector3.TYPE, message.torque);
    }

    private static Wrench read(WireReader in) throws MessageFormatException {
        return new Wrench(in.message(Vector3.TYPE), in.message(Vector3.TYPE));
    }
}
