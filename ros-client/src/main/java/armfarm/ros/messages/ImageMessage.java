package armfarm.ros.messages;

/**
 * sensor_msgs/Image.
 *
 * @param encoding for example rgb8
 * @param isBigEndian 0 or 1
 * @param step bytes per row
 */
public record ImageMessage(
        Header header, long height, long width, String encoding, int isBigEndian, long step, ByteArray data) {
    public static final MessageType<ImageMessage> TYPE =
            MessageType.of("sensor_msgs/Image", """
            Header header
            uint32 height
            uint32 width
            string encoding
            uint8 is_bigendian
            uint32 step
            uint8[] data
            """, ImageMessage::write, ImageMessage::read, Header.TYPE);

    private static void write(ImageMessage message, WireWriter out) {
        out.message(Header.TYPE, message.header)
                .uint32(message.height)
                .uint32(message.width)
                .string(message.encoding)
                .uint8(message.isBigEndian)
                .uint32(message.step)
                .bytes(message.data);
    }

    private static ImageMessage read(WireReader in) throws MessageFormatException {
        return new ImageMessage(
                in.message(Header.TYPE), in.uint32(), in.uint32(), in.string(), in.uint8(), in.uint32(), in.bytes());
    }
}
