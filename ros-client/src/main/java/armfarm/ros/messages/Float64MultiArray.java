package armfarm.ros.messages;

import java.util.List;

/** std_msgs/Float64MultiArray. */
public record Float64MultiArray(MultiArrayLayout layout, List<Double> data) {
    public static final MessageType<Float64MultiArray> TYPE = MessageType.of(
            "std_msgs/Float64MultiArray",
            """
            MultiArrayLayout layout
            float64[] data
            """,
            Float64MultiArray::write,
            Float64MultiArray::read,
            MultiArrayLayout.TYPE);

    public Float64MultiArray {
        data = List.copyOf(data);
    }

    private static void write(Float64MultiArray message, WireWriter out) {
        out.message(MultiArrayLayout.TYPE, message.layout).float64s(message.data);
    }

    private static Float64MultiArray read(WireReader in) throws MessageFormatException {
        return new Float64MultiArray(in.message(MultiArrayLayout.TYPE), in.float64s());
    }
}
