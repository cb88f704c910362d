package armfarm.ros.messages;

import java.util.List;

/** std_msgs/Int16MultiArray to std_msgs/UInt64MultiArray; ranges are as in {@link IntegerMessage}. */
public record IntegerMultiArray(MultiArrayLayout layout, List<Long> data) {
    public static final MessageType<IntegerMultiArray> INT16 = type(IntegerKind.INT16);
    public static final MessageType<IntegerMultiArray> UINT16 = type(IntegerKind.UINT16);
    public static final MessageType<IntegerMultiArray> INT32 = type(IntegerKind.INT32);
    public static final MessageType<IntegerMultiArray> UINT32 = type(IntegerKind.UINT32);
    public static final MessageType<IntegerMultiArray> INT64 = type(IntegerKind.INT64);
    public static final MessageType<IntegerMultiArray> UINT64 = type(IntegerKind.UINT64);

    public IntegerMultiArray {
        data = List.copyOf(data);
    }

    private static MessageType<IntegerMultiArray> type(IntegerKind kind) {
        return MessageType.of(
                "std_msgs/" + kind.typeName() + "MultiArray",
                "MultiArrayLayout layout\n" + kind.fieldType() + "[] data\n",
                (message, out) ->
                        out.message(MultiArrayLayout.TYPE, message.layout).list(message.data, kind::write),
                in -> new IntegerMultiArray(in.message(MultiArrayLayout.TYPE), in.list(kind.byteCount(), kind::read)),
                MultiArrayLayout.TYPE);
    }
}
