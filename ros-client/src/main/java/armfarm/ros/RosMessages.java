package armfarm.ros;

import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.DriverException;
import armfarm.messages.JointState;
import armfarm.messages.LensDistortion;
import armfarm.messages.Pose;
import armfarm.messages.RawImage;
import armfarm.messages.RgbImage;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.Point;
import armfarm.ros.messages.PoseMessage;
import armfarm.ros.messages.Quaternion;
import armfarm.ros.messages.RegionOfInterest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** The only mapping between ROS messages and the farm's words, both ways. Stateless. */
public final class RosMessages {
    /** Frame id of an arm's base. */
    public static final String BASE_FRAME = "base";

    /** Frame id of the camera's optical frame. */
    public static final String CAMERA_FRAME = "camera_optical";

    /** Keeps the size arithmetic below from overflowing. */
    private static final long MAX_STEP_BYTES = 1 << 20;

    /** Where the centre of the first pixel is in {@link CameraInfo}; in ROS, as in OpenCV, it is at 0. */
    private static final double FIRST_PIXEL_CENTER = 0.5;

    private static final List<Double> NO_RECTIFICATION = List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0);

    private RosMessages() {}

    public static Pose pose(PoseMessage message) {
        Point p = message.position();
        Quaternion q = message.orientation();
        return new Pose(p.x(), p.y(), p.z(), q.x(), q.y(), q.z(), q.w());
    }

    public static PoseMessage poseMessage(Pose pose) {
        return new PoseMessage(
                new Point(pose.xMeters(), pose.yMeters(), pose.zMeters()),
                new Quaternion(pose.qx(), pose.qy(), pose.qz(), pose.qw()));
    }

    /** @throws DriverException if there are not as many positions as names */
    public static JointState jointState(JointStateMessage message) {
        if (message.name().size() != message.position().size()) {
            throw new DriverException("Joint state with " + message.name().size() + " names and "
                    + message.position().size() + " positions");
        }
        return new JointState(message.header().stamp(), message.name(), message.position());
    }

    /** Velocities and efforts are left out. */
    public static JointStateMessage jointStateMessage(JointState state) {
        return new JointStateMessage(
                Header.at(state.stamp(), ""), state.names(), state.positionsRadians(), List.of(), List.of());
    }

    /** @param positions in the order of the names */
    public static JointState jointState(Instant stamp, List<String> names, double[] positions) {
        return new JointState(stamp, names, Arrays.stream(positions).boxed().toList());
    }

    /**
     * Color pixels as they are, without the image pipeline.
     *
     * @throws DriverException if the encoding is not rgb8 or bgr8, or the data does not fit the size
     */
    public static RgbImage image(RawImage image) {
        boolean bgr = image.encoding().equals("bgr8");
        long rowBytes = 3 * image.widthPixels();
        boolean known = bgr || image.encoding().equals("rgb8");
        if (!known
                || image.stepBytes() > MAX_STEP_BYTES
                || image.stepBytes() < rowBytes
                || image.widthPixels() == 0
                || image.heightPixels() == 0
                || image.bytes().length < image.stepBytes() * (image.heightPixels() - 1) + rowBytes) {
            throw new DriverException("Image with encoding '" + image.encoding() + "', " + image.widthPixels() + "x"
                    + image.heightPixels() + " pixels, step " + image.stepBytes() + " and " + image.bytes().length
                    + " bytes; expected rgb8 or bgr8 with at least 3 bytes per pixel");
        }
        byte[] pixels = tightRows(image, (int) rowBytes);
        if (bgr) {
            swapRedAndBlue(pixels);
        }
        return new RgbImage((int) image.widthPixels(), (int) image.heightPixels(), pixels);
    }

    /**
     * A depth image of REP 118: 16UC1 in millimetres, or 32FC1 in metres, whose values that are not finite mean no return.
     *
     * @throws DriverException if the encoding is another one, or the data does not fit the size
     */
    public static DepthImage depth(ImageMessage message) {
        boolean meters = message.encoding().equals("32FC1");
        boolean known = meters
                || message.encoding().equals("16UC1")
                || message.encoding().equals("mono16");
        int pixelBytes = meters ? Float.BYTES : Short.BYTES;
        long rowBytes = pixelBytes * message.width();
        byte[] bytes = message.data().bytes();
        if (!known
                || message.step() > MAX_STEP_BYTES
                || message.step() < rowBytes
                || message.width() == 0
                || message.height() == 0
                || bytes.length < message.step() * (message.height() - 1) + rowBytes) {
            throw new DriverException("Depth image with encoding '" + message.encoding() + "', " + message.width() + "x"
                    + message.height() + " pixels, step " + message.step() + " and " + bytes.length
                    + " bytes; expected 16UC1 (millimetres) or 32FC1 (metres) with at least " + pixelBytes
                    + " bytes per pixel; name a raw depth topic, or set the camera's driver to one of the two");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes)
                .order(message.isBigEndian() == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int width = (int) message.width();
        short[] millimeters = new short[Math.multiplyExact(width, (int) message.height())];
        for (int i = 0; i < millimeters.length; i++) {
            int at = (int) message.step() * (i / width) + pixelBytes * (i % width);
            millimeters[i] = meters ? DepthImage.ofMeters(in.getFloat(at)) : in.getShort(at);
        }
        return new DepthImage(width, (int) message.height(), millimeters);
    }

    /** As 16UC1. */
    public static ImageMessage depthMessage(DepthImage depth, Instant stamp) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Short.BYTES * depth.millimeters().length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(depth.millimeters());
        return new ImageMessage(
                Header.at(stamp, CAMERA_FRAME),
                depth.height(),
                depth.width(),
                "16UC1",
                0,
                (long) Short.BYTES * depth.width(),
                new ByteArray(bytes.array()));
    }

    private static byte[] tightRows(RawImage image, int rowBytes) {
        byte[] data = image.bytes();
        int height = (int) image.heightPixels();
        if (image.stepBytes() == rowBytes && data.length == rowBytes * height) {
            return data;
        }
        byte[] pixels = new byte[rowBytes * height];
        for (int row = 0; row < height; row++) {
            System.arraycopy(data, (int) image.stepBytes() * row, pixels, rowBytes * row, rowBytes);
        }
        return pixels;
    }

    private static void swapRedAndBlue(byte[] pixels) {
        for (int i = 0; i < pixels.length; i += 3) {
            byte red = pixels[i + 2];
            pixels[i + 2] = pixels[i];
            pixels[i] = red;
        }
    }

    public static ImageMessage imageMessage(RgbImage image, Instant stamp) {
        return new ImageMessage(
                Header.at(stamp, CAMERA_FRAME),
                image.height(),
                image.width(),
                "rgb8",
                0,
                3L * image.width(),
                new ByteArray(image.pixels()));
    }

    /** As it came; nothing is checked. */
    public static RawImage rawImage(ImageMessage message) {
        return new RawImage(
                message.encoding(),
                message.width(),
                message.height(),
                message.step(),
                message.data().bytes());
    }

    /**
     * As it came; what it is, the first bytes say, because the format is free text that every driver writes otherwise.
     * Bytes that are neither keep that text as their encoding.
     */
    public static RawImage rawImage(CompressedImage message) {
        byte[] bytes = message.data().bytes();
        boolean jpeg = bytes.length > 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8;
        boolean png = bytes.length > 4 && (bytes[0] & 0xff) == 0x89 && bytes[1] == 'P' && bytes[2] == 'N';
        return RawImage.compressed(jpeg ? "jpeg" : png ? "png" : message.format(), bytes);
    }

    public static LensDistortion lensDistortion(CameraInfoMessage message) {
        return new LensDistortion(message.distortionModel(), message.d());
    }

    /**
     * Intrinsics of the images as the camera takes them; the pose is a topic of its own. As REP 104 has it, the message is
     * about the whole sensor, and images of a region of it or binned ones are cropped and scaled.
     */
    public static CameraInfo cameraInfo(CameraInfoMessage message, Pose cameraInBase) {
        List<Double> k = message.k();
        return camera(message, k.get(0), k.get(4), k.get(2), k.get(5), cameraInBase);
    }

    /** Intrinsics of the images after image_proc has straightened them. */
    public static CameraInfo rectifiedCamera(CameraInfoMessage message, Pose cameraInBase) {
        List<Double> p = message.p();
        return camera(message, p.get(0), p.get(5), p.get(2), p.get(6), cameraInBase);
    }

    private static CameraInfo camera(
            CameraInfoMessage message, double fx, double fy, double cx, double cy, Pose cameraInBase) {
        RegionOfInterest region = message.roi();
        long width = region.width() == 0 ? message.width() : region.width();
        long height = region.height() == 0 ? message.height() : region.height();
        long binX = Math.max(1, message.binningX());
        long binY = Math.max(1, message.binningY());
        return new CameraInfo(
                (int) (width / binX),
                (int) (height / binY),
                fx / binX,
                fy / binY,
                (cx + FIRST_PIXEL_CENTER - region.xOffset()) / binX,
                (cy + FIRST_PIXEL_CENTER - region.yOffset()) / binY,
                cameraInBase);
    }

    public static CameraInfoMessage cameraInfoMessage(CameraInfo camera, Instant stamp) {
        double fx = camera.fxPixels();
        double fy = camera.fyPixels();
        double cx = camera.cxPixels() - FIRST_PIXEL_CENTER;
        double cy = camera.cyPixels() - FIRST_PIXEL_CENTER;
        return new CameraInfoMessage(
                Header.at(stamp, CAMERA_FRAME),
                camera.heightPixels(),
                camera.widthPixels(),
                "plumb_bob",
                List.of(0.0, 0.0, 0.0, 0.0, 0.0),
                List.of(fx, 0.0, cx, 0.0, fy, cy, 0.0, 0.0, 1.0),
                NO_RECTIFICATION,
                List.of(fx, 0.0, cx, 0.0, 0.0, fy, cy, 0.0, 0.0, 0.0, 1.0, 0.0),
                0,
                0,
                RegionOfInterest.ALL);
    }
}
