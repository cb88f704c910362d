package armfarm.ros.messages;

/** The integer field types: how wide they are on the wire and which values fit. */
enum IntegerKind {
    BYTE("byte", "Byte", 1, true),
    CHAR("char", "Char", 1, false),
    INT8("int8", "Int8", 1, true),
    UINT8("uint8", "UInt8", 1, false),
    INT16("int16", "Int16", 2, true),
    UINT16("uint16", "UInt16", 2, false),
    INT32("int32", "Int32", 4, true),
    UINT32("uint32", "UInt32", 4, false),
    INT64("int64", "Int64", 8, true),
    UINT64("uint64", "UInt64", 8, false);

    private final String fieldType;
    private final String typeName;
    private final int byteCount;
    private final boolean signed;

    IntegerKind(String fieldType, String typeName, int byteCount, boolean signed) {
        this.fieldType = fieldType;
        this.typeName = typeName;
        this.byteCount = byteCount;
        this.signed = signed;
    }

    /** As a definition names it. */
    String fieldType() {
        return fieldType;
    }

    /** As the names of message types spell it. */
    String typeName() {
        return typeName;
    }

    int byteCount() {
        return byteCount;
    }

    /** @throws IllegalArgumentException if the value does not fit */
    void write(long value, WireWriter out) {
        int unused = Long.SIZE - Byte.SIZE * byteCount;
        long kept = signed ? value << unused >> unused : value << unused >>> unused;
        if (kept != value) {
            throw new IllegalArgumentException(value + " does not fit into a field of type " + fieldType);
        }
        switch (byteCount) {
            case 1 -> out.uint8((int) value);
            case 2 -> out.uint16((int) value);
            case 4 -> out.uint32(value);
            default -> out.int64(value);
        }
    }

    long read(WireReader in) throws MessageFormatException {
        return switch (byteCount) {
            case 1 -> signed ? in.int8() : in.uint8();
            case 2 -> signed ? in.int16() : in.uint16();
            case 4 -> signed ? in.int32() : in.uint32();
            default -> in.int64();
        };
    }
}
