package armfarm.ros.messages;

/** sensor_msgs/RegionOfInterest, pixels. */
public record RegionOfInterest(long xOffset, long yOffset, long height, long width, boolean doRectify) {
    public static final MessageType<RegionOfInterest> TYPE =
            MessageType.of("sensor_msgs/RegionOfInterest", """
            uint32 x_offset
            uint32 y_offset
            uint32 height
            uint32 width
            bool do_rectify
            """, RegionOfInterest::write, RegionOfInterest::read);

    /** The whole image. */
    public static final RegionOfInterest ALL = new RegionOfInterest(0, 0, 0, 0, false);

    private static void write(RegionOfInterest message, WireWriter out) {
        out.uint32(message.xOffset)
                .uint32(message.yOffset)
                .uint32(message.height)
                .uint32(message.width)
                .bool(message.doRectify);
    }

    private static RegionOfInterest read(WireReader in) throws MessageFormatException {
        return new RegionOfInterest(in.uint32(), in.uint32(), in.uint32(), in.uint32(), in.bool());
    }
}
