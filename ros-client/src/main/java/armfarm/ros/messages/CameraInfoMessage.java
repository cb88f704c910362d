package armfarm.ros.messages;

import java.util.List;

/**
 * sensor_msgs/CameraInfo.
 *
 * @param d distortion
 * @param k 3x3 intrinsics
 * @param r 3x3 rectification
 * @param p 3x4 projection; all row-major
 */
public record CameraInfoMessage(
        Header header,
        long height,
        long width,
        String distortionModel,
        List<Double> d,
        List<Double> k,
        List<Double> r,
        List<Double> p,
        long binningX,
        long binningY,
        RegionOfInterest roi) {
    public static final MessageType<CameraInfoMessage> TYPE = MessageType.of(
            "sensor_msgs/CameraInfo",
            """
            Header header
            uint32 height
            uint32 width
            string distortion_model
            float64[] D
            float64[9] K
            float64[9] R
            float64[12] P
            uint32 binning_x
            uint32 binning_y
            RegionOfInterest roi
            """,
            CameraInfoMessage::write,
            CameraInfoMessage::read,
            Header.TYPE,
            RegionOfInterest.TYPE);

    public CameraInfoMessage {
        if (k.size() != 9 || r.size() != 9 || p.size() != 12) {
            throw new IllegalArgumentException("camera matrices need 9, 9 and 12 numbers");
        }
        d = List.copyOf(d);
        k = List.copyOf(k);
        r = List.copyOf(r);
        p = List.copyOf(p);
    }

    private static void write(CameraInfoMessage message, WireWriter out) {
        out.message(Header.TYPE, message.header)
                .uint32(message.height)
                .uint32(message.width)
                .string(message.distortionModel)
                .float64s(message.d)
                .fixedFloat64s(message.k)
                .fixedFloat64s(message.r)
                .fixedFloat64s(message.p)
                .uint32(message.binningX)
                .uint32(message.binningY)
                .message(RegionOfInterest.TYPE, message.roi);
    }

    private static CameraInfoMessage read(WireReader in) throws MessageFormatException {
        return new CameraInfoMessage(
                in.message(Header.TYPE),
                in.uint32(),
                in.uint32(),
                in.string(),
                in.float64s(),
                in.fixedFloat64s(9),
                in.fixedFloat64s(9),
                in.fixedFloat64s(12),
                in.uint32(),
                in.uint32(),
                in.message(RegionOfInterest.TYPE));
    }
}
