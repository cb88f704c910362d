package armfarm.ros.messages;

import java.util.List;

/** std_msgs/Float32MultiArray. */
public record Float32MultiArray(MultiArrayLayout layout, List<Float> data) {
    public static final MessageType<Float32MultiArray> TYPE = MessageType.of(
            "std_msgs/Float32MultiArray",
            """
            MultiArrayLayout layout
            float32[] data
            """,
            Float32MultiArray::write,
            Float32MultiArray::read,
            MultiArrayLayout.TYPE);

    public Float32MultiArray {
        data = List.copyOf(data);
    }

    private static void write(Float32MultiArray message, WireWriter out) {
        out.message(MultiArrayLayout.TYPE, message.layout).float32s(message.data);
    }

    private static Float32MultiArray read(WireReader in) throws MessageFormatException {
        return new Float32MultiArray(in.message(MultiArrayLayout.TYPE), in.float32s());
    }
}
