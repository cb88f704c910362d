package armfarm.ros.messages;

/** sensor_msgs/Range: metres, field of view in radians. */
public record Range(Header header, int radiationType, float fieldOfView, float minRange, float maxRange, float range) {
    public static final MessageType<Range> TYPE =
            MessageType.of("sensor_msgs/Range", """
            uint8 ULTRASOUND=0
            uint8 INFRARED=1
            Header header
            uint8 radiation_type
            float32 field_of_view
            float32 min_range
            float32 max_range
            float32 range
            """, Range::write, Range::read, Header.TYPE);

    public static final int ULTRASOUND = 0;
    public static final int INFRARED = 1;

    private static void write(Range message, WireWriter out) {
        out.message(Header.TYPE, message.header)
                .uint8(message.radiationType)
                .float32(message.fieldOfView)
                .float32(message.minRange)
                .float32(message.maxRange)
                .float32(message.range);
    }

    private static Range read(WireReader in) throws MessageFormatException {
        return new Range(in.message(Header.TYPE), in.uint8(), in.float32(), in.float32(), in.float32(), in.float32());
    }
}
