package armfarm.ros.messages;

/**
 * sensor_msgs/CompressedImage.
 *
 * @param format jpeg or png, possibly with words about the pixels around it, as image_transport writes it
 */
public record CompressedImage(Header header, String format, ByteArray data) {
    public static final MessageType<CompressedImage> TYPE = MessageType.of(
            "sensor_msgs/CompressedImage", """
            Header header
            string format
            uint8[] data
            """, CompressedImage::write, CompressedImage::read, Header.TYPE);

    private static void write(CompressedImage message, WireWriter out) {
        out.message(Header.TYPE, message.header).string(message.format).bytes(message.data);
    }

    private static CompressedImage read(WireReader in) throws MessageFormatException {
        return new CompressedImage(in.message(Header.TYPE), in.string(), in.bytes());
    }
}
