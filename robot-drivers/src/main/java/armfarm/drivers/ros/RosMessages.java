package armfarm.drivers.ros;

import armfarm.drivers.DriverException;
import armfarm.drivers.ros.messages.ByteArray;
import armfarm.drivers.ros.messages.CameraInfoMessage;
import armfarm.drivers.ros.messages.Header;
import armfarm.drivers.ros.messages.ImageMessage;
import armfarm.drivers.ros.messages.JointStateMessage;
import armfarm.drivers.ros.messages.Point;
import armfarm.drivers.ros.messages.PoseMessage;
import armfarm.drivers.ros.messages.Quaternion;
import armfarm.drivers.ros.messages.RegionOfInterest;
import armfarm.messages.CameraInfo;
import armfarm.messages.JointState;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
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

    /** @throws DriverException if the encoding is not rgb8 or bgr8, or the data does not fit the size */
    public static RgbImage image(ImageMessage message) {
        boolean bgr = message.encoding().equals("bgr8");
        long rowBytes = 3 * message.width();
        boolean known = bgr || message.encoding().equals("rgb8");
        if (!known
                || message.step() > MAX_STEP_BYTES
                || message.step() < rowBytes
                || message.width() == 0
                || message.height() == 0
                || message.data().length() < message.step() * (message.height() - 1) + rowBytes) {
            throw new DriverException("Image with encoding '" + message.encoding() + "', " + message.width() + "x"
                    + message.height() + " pixels, step " + message.step() + " and "
                    + message.data().length()
                    + " bytes; expected rgb8 or bgr8 with at least 3 bytes per pixel");
        }
        byte[] pixels = tightRows(message, (int) rowBytes);
        if (bgr) {
            swapRedAndBlue(pixels);
        }
        return new RgbImage((int) message.width(), (int) message.height(), pixels);
    }

    private static byte[] tightRows(ImageMessage message, int rowBytes) {
        byte[] data = message.data().bytes();
        int height = (int) message.height();
        if (message.step() == rowBytes && data.length == rowBytes * height) {
            return data;
        }
        byte[] pixels = new byte[rowBytes * height];
        for (int row = 0; row < height; row++) {
            System.arraycopy(data, (int) message.step() * row, pixels, rowBytes * row, rowBytes);
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

    /** A rectified camera's intrinsics; the pose is a topic of its own. */
    public static CameraInfo cameraInfo(CameraInfoMessage message, Pose cameraInBase) {
        List<Double> k = message.k();
        return new CameraInfo(
                (int) message.width(), (int) message.height(), k.get(0), k.get(4), k.get(2), k.get(5), cameraInBase);
    }

    public static CameraInfoMessage cameraInfoMessage(CameraInfo camera, Instant stamp) {
        double fx = camera.fxPixels();
        double fy = camera.fyPixels();
        double cx = camera.cxPixels();
        double cy = camera.cyPixels();
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
