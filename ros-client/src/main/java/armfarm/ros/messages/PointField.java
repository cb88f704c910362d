package armfarm.ros.messages;

/**
 * sensor_msgs/PointField: one channel of a point cloud.
 *
 * @param offset bytes from the start of a point
 * @param datatype one of the constants
 */
public record PointField(String name, long offset, int datatype, long count) {
    public static final MessageType<PointField> TYPE =
            MessageType.of("sensor_msgs/PointField", """
            uint8 INT8=1
            uint8 UINT8=2
            uint8 INT16=3
            uint8 UINT16=4
            uint8 INT32=5
            uint8 UINT32=6
            uint8 FLOAT32=7
            uint8 FLOAT64=8
            string name
            uint32 offset
            uint8 datatype
            uint32 count
            """, PointField::write, PointField::read);

    public static final int INT8 = 1;
    public static final int UINT8 = 2;
    public static final int INT16 = 3;
    public static final int UINT16 = 4;
    public static final int INT32 = 5;
    public static final int UINT32 = 6;
    public static final int FLOAT32 = 7;
    public static final int FLOAT64 = 8;

    private static void write(PointField message, WireWriter out) {
        out.string(message.name).uint32(message.offset).uint8(message.datatype).uint32(message.count);
    }

    private static PointField read(WireReader in) throws MessageFormatException {
        return new PointField(in.string(), in.uint32(), in.uint8(), in.uint32());
    }
}
