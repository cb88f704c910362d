package armfarm.ros.messages;

/** std_msgs/ByteMultiArray, Int8MultiArray and UInt8MultiArray: the bytes as they are, with or without a sign. */
public record ByteMultiArray(MultiArrayLayout layout, ByteArray data) {
    public static final MessageType<ByteMultiArray> BYTE = type(IntegerKind.BYTE);
    public static final MessageType<ByteMultiArray> INT8 = type(IntegerKind.INT8);
    public static final MessageType<ByteMultiArray> UINT8 = type(IntegerKind.UINT8);

    private static MessageType<ByteMultiArray> type(IntegerKind kind) {
        return MessageType.of(
                "std_msgs/" + kind.typeName() + "MultiArray",
                "MultiArrayLayout layout\n" + kind.fieldType() + "[] data\n",
                (message, out) ->
                        out.message(MultiArrayLayout.TYPE, message.layout).bytes(message.data),
                in -> new ByteMultiArray(in.message(MultiArrayLayout.TYPE), in.bytes()),
                MultiArrayLayout.TYPE);
    }
}
