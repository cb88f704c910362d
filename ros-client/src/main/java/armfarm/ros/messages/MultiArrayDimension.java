package armfarm.ros.messages;

/**
 * std_msgs/MultiArrayDimension.
 *
 * @param size number of items in this dimension
 * @param stride number of items in this and all inner dimensions
 */
public record MultiArrayDimension(String label, long size, long stride) {
    public static final MessageType<MultiArrayDimension> TYPE =
            MessageType.of("std_msgs/MultiArrayDimension", """
            string label
            uint32 size
            uint32 stride
            """, MultiArrayDimension::write, MultiArrayDimension::read);

    private static void write(MultiArrayDimension message, WireWriter out) {
        out.string(message.label).uint32(message.size).uint32(message.stride);
    }

    private static MultiArrayDimension read(WireReader in) throws MessageFormatException {
        return new MultiArrayDimension(in.string(), in.uint32(), in.uint32());
    }
}
