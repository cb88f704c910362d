package armfarm.ros.messages;

/** std_msgs/ColorRGBA, each 0..1; alpha 1 is opaque. */
public record ColorRgba(float r, float g, float b, float a) {
    public static final MessageType<ColorRgba> TYPE =
            MessageType.of("std_msgs/ColorRGBA", """
            float32 r
            float32 g
            float32 b
            float32 a
            """, ColorRgba::write, ColorRgba::read);

    private static void write(ColorRgba message, WireWriter out) {
        out.float32(message.r).float32(message.g).float32(message.b).float32(message.a);
    }

    private static ColorRgba read(WireReader in) throws MessageFormatException {
        return new ColorRgba(in.float32(), in.float32(), in.float32(), in.float32());
    }
}
