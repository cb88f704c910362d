package armfarm.ros.messages;

import java.util.List;

/** sensor_msgs/JointState: per joint radians or metres, per second, and newton metres or newtons; lists may be empty. */
public record JointStateMessage(
        Header header, List<String> name, List<Double> position, List<Double> velocity, List<Double> effort) {
    public static final MessageType<JointStateMessage> TYPE = MessageType.of(
            "sensor_msgs/JointState", """
            Header header
            string[] name
            float64[] position
            float64[] velocity
            float64[] effort
            """, JointStateMessage::write, JointStateMessage::read, Header.TYPE);

    public JointStateMessage {
        name = List.copyOf(name);
        position = List.copyOf(position);
        velocity = List.copyOf(velocity);
        effort = List.copyOf(effort);
    }

    private static void write(JointStateMessage message, WireWriter out) {
        out.message(Header.TYPE, message.header)
                .strings(message.name)
                .float64s(message.position)
                .float64s(message.velocity)
                .float64s(message.effort);
    }

    private static JointStateMessage read(WireReader in) throws MessageFormatException {
        return new JointStateMessage(
                in.message(Header.TYPE), in.strings(), in.float64s(), in.float64s(), in.float64s());
    }
}
