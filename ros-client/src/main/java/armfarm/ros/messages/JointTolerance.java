package armfarm.ros.messages;

/** control_msgs/JointTolerance. */
public record JointTolerance(String name, double position, double velocity, double acceleration) {
    public static final MessageType<JointTolerance> TYPE =
            MessageType.of("control_msgs/JointTolerance", """
            string name
            float64 position
            float64 velocity
            float64 acceleration
            """, JointTolerance::write, JointTolerance::read);

    private static void write(JointTolerance message, WireWriter out) {
        out.string(message.name)
                .float64(message.position)
                .float64(message.velocity)
                .float64(message.acceleration);
    }

    private static JointTolerance read(WireReader in) throws MessageFormatException {
        return new JointTolerance(in.string(), in.float64(), in.float64(), in.float64());
    }
}
