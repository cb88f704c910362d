package armfarm.ros.messages;

/**
 * std_msgs/Int8 to std_msgs/UInt64, Byte and Char: the same record for ten message types. A value that does not fit the
 * type is refused when it is written; a UInt64 above 2^63-1 is negative here.
 */
public record IntegerMessage(long data) {
    public static final MessageType<IntegerMessage> BYTE = type(IntegerKind.BYTE);
    public static final MessageType<IntegerMessage> CHAR = type(IntegerKind.CHAR);
    public static final MessageType<IntegerMessage> INT8 = type(IntegerKind.INT8);
    public static final MessageType<IntegerMessage> UINT8 = type(IntegerKind.UINT8);
    public static final MessageType<IntegerMessage> INT16 = type(IntegerKind.INT16);
    public static final MessageType<IntegerMessage> UINT16 = type(IntegerKind.UINT16);
    public static final MessageType<IntegerMessage> INT32 = type(IntegerKind.INT32);
    public static final MessageType<IntegerMessage> UINT32 = type(IntegerKind.UINT32);
    public static final MessageType<IntegerMessage> INT64 = type(IntegerKind.INT64);
    public static final MessageType<IntegerMessage> UINT64 = type(IntegerKind.UINT64);

    private static MessageType<IntegerMessage> type(IntegerKind kind) {
        return MessageType.of(
                "std_msgs/" + kind.typeName(),
                kind.fieldType() + " data\n",
                (message, out) -> kind.write(message.data, out),
                in -> new IntegerMessage(kind.read(in)));
    }
}
