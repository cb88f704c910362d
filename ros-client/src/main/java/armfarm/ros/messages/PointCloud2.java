package armfarm.ros.messages;

import java.util.List;

/**
 * sensor_msgs/PointCloud2, as depth cameras send it.
 *
 * @param pointStep bytes per point
 * @param rowStep bytes per row
 * @param isDense no invalid points
 */
public record PointCloud2(
        Header header,
        long height,
        long width,
        List<PointField> fields,
        boolean isBigEndian,
        long pointStep,
        long rowStep,
        ByteArray data,
        boolean isDense) {
    public static final MessageType<PointCloud2> TYPE = MessageType.of(
            "sensor_msgs/PointCloud2", """
            Header header
            uint32 height
            uint32 width
            PointField[] fields
            bool is_bigendian
            uint32 point_step
            uint32 row_step
            uint8[] data
            bool is_dense
            """, PointCloud2::write, PointCloud2::read, Header.TYPE, PointField.TYPE);

    public PointCloud2 {
        fields = List.copyOf(fields);
    }

    private static void write(PointCloud2 message, WireWriter out) {
        out.message(Header.TYPE, message.header)
                .uint32(message.height)
                .uint32(message.width)
                .messages(PointField.TYPE, message.fields)
                .bool(message.isBigEndian)
                .uint32(message.pointStep)
                .uint32(message.rowStep)
                .bytes(message.data)
                .bool(message.isDense);
    }

    private static PointCloud2 read(WireReader in) throws MessageFormatException {
        return new PointCloud2(
                in.message(Header.TYPE),
                in.uint32(),
                in.uint32(),
                in.messages(PointField.TYPE),
                in.bool(),
                in.uint32(),
                in.uint32(),
                in.bytes(),
                in.bool());
    }
}
