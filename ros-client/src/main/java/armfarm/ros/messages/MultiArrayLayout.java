package armfarm.ros.messages;

import java.util.List;

/**
 * std_msgs/MultiArrayLayout, outermost dimension first.
 *
 * @param dataOffset items before the first one
 */
public record MultiArrayLayout(List<MultiArrayDimension> dim, long dataOffset) {
    public static final MessageType<MultiArrayLayout> TYPE = MessageType.of(
            "std_msgs/MultiArrayLayout",
            """
            MultiArrayDimension[] dim
            uint32 data_offset
            """,
            MultiArrayLayout::write,
            MultiArrayLayout::read,
            MultiArrayDimension.TYPE);

    public MultiArrayLayout {
        dim = List.copyOf(dim);
    }

    private static void write(MultiArrayLayout message, WireWriter out) {
        out.messages(MultiArrayDimension.TYPE, message.dim).uint32(message.dataOffset);
    }

    private static MultiArrayLayout read(WireReader in) throws MessageFormatException {
        return new MultiArrayLayout(in.messages(MultiArrayDimension.TYPE), in.uint32());
    }
}
