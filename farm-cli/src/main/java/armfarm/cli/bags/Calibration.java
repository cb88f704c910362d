package armfarm.cli.bags;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.RegionOfInterest;
import java.util.List;
import java.util.stream.Stream;

/**
 * Intrinsics of an image by its sensor_msgs/CameraInfo: K for images as the camera takes them, P for straightened ones.
 * Both are of the whole sensor; an image of a region of it, or binned, is cropped and scaled accordingly. Where sizes do
 * not fit, nothing is made to fit.
 *
 * <p>Source: REP 104.
 */
final class Calibration {
    /** Where the centre of the first pixel is in {@link CameraInfo}; in ROS it is at 0. */
    private static final double FIRST_PIXEL_CENTER = 0.5;

    private Calibration() {}

    /** Whether images of this topic were straightened, by the names that image_proc gives. */
    static boolean isRectified(String imageTopic) {
        return Stream.of(imageTopic.split("/")).anyMatch(name -> name.startsWith("image_rect"));
    }

    /** @throws Unusable if the message does not say anything, whatever the image */
    static void requireUsable(CameraInfoMessage info, boolean rectified) throws Unusable {
        List<Double> m = rectified ? info.p() : info.k();
        if (!m.stream().allMatch(Double::isFinite)) {
            throw new Unusable("camera info with numbers that are not finite");
        }
        if (info.width() == 0 || info.height() == 0) {
            throw new Unusable("camera info of 0 pixels");
        }
        if (!(m.get(0) > 0 && m.get(rectified ? 5 : 4) > 0)) {
            throw new Unusable("camera info of a camera that is not calibrated");
        }
    }

    /** @throws Unusable if the message does not say anything, or is not about images of this size */
    static CameraInfo of(
            CameraInfoMessage info, boolean rectified, int widthPixels, int heightPixels, Pose cameraInBase)
            throws Unusable {
        requireUsable(info, rectified);
        RegionOfInterest roi = info.roi();
        long width = roi.width() == 0 ? info.width() : roi.width();
        long height = roi.height() == 0 ? info.height() : roi.height();
        long binX = Math.max(1, info.binningX());
        long binY = Math.max(1, info.binningY());
        if (roi.xOffset() + width > info.width() || roi.yOffset() + height > info.height()) {
            throw new Unusable("camera info with a region outside of its image");
        }
        if (width / binX != widthPixels || height / binY != heightPixels) {
            throw new Unusable("camera info of another size than the images");
        }
        List<Double> m = rectified ? info.p() : info.k();
        return new CameraInfo(
                widthPixels,
                heightPixels,
                m.get(0) / binX,
                m.get(rectified ? 5 : 4) / binY,
                (m.get(2) + FIRST_PIXEL_CENTER - roi.xOffset()) / binX,
                (m.get(rectified ? 6 : 5) + FIRST_PIXEL_CENTER - roi.yOffset()) / binY,
                cameraInBase);
    }
}
