package armfarm.drivers.cell;

import armfarm.messages.CameraInfo;
import armfarm.messages.DriverException;
import armfarm.messages.LensDistortion;
import armfarm.messages.Pose;
import armfarm.ros.RosMessages;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.RegionOfInterest;
import java.util.List;

/**
 * What a camera's images are like, from what its driver says. Immutable.
 *
 * @param camera of the images of the topic
 * @param lens still to be straightened
 */
public record CameraCalibration(CameraInfo camera, LensDistortion lens) {
    /** Of either side; no sensor has more. */
    private static final long MAX_PIXELS = 65_535;

    /**
     * Reads a message that is about the images.
     *
     * @param rectified whether the images are straight already: then the message's P is about them, else its K and D
     * @throws DriverException if the message says nothing that images can be used with
     */
    public static CameraCalibration of(CameraInfoMessage message, boolean rectified, Pose cameraInBase) {
        requireUsable(message, rectified);
        return rectified
                ? new CameraCalibration(RosMessages.rectifiedCamera(message, cameraInBase), LensDistortion.NONE)
                : new CameraCalibration(
                        RosMessages.cameraInfo(message, cameraInBase), RosMessages.lensDistortion(message));
    }

    private static void requireUsable(CameraInfoMessage message, boolean rectified) {
        List<Double> matrix = rectified ? message.p() : message.k();
        String name = rectified ? "P" : "K";
        if (!matrix.stream().allMatch(Double::isFinite)) {
            throw unusable(name + " is " + matrix + ", with numbers that are not finite");
        }
        double fx = matrix.get(0);
        double fy = matrix.get(rectified ? 5 : 4);
        if (!(fx > 0 && fy > 0)) {
            throw unusable("the focal lengths in " + name + " are " + fx + " and " + fy + " pixels: the camera is not"
                    + " calibrated");
        }
        if (!rectified && !message.d().stream().allMatch(Double::isFinite)) {
            throw unusable("D is " + message.d() + ", with numbers that are not finite");
        }
        RegionOfInterest roi = message.roi();
        long width = roi.width() == 0 ? message.width() : roi.width();
        long height = roi.height() == 0 ? message.height() : roi.height();
        boolean inside = roi.xOffset() + width <= message.width() && roi.yOffset() + height <= message.height();
        boolean some = width / Math.max(1, message.binningX()) > 0 && height / Math.max(1, message.binningY()) > 0;
        if (!inside || !some || message.width() > MAX_PIXELS || message.height() > MAX_PIXELS) {
            throw unusable(message.width() + " x " + message.height() + " pixels with the region " + roi
                    + " and binning " + message.binningX() + " x " + message.binningY());
        }
    }

    private static DriverException unusable(String what) {
        return new DriverException("Camera info cannot be used: " + what
                + "; calibrate the camera (camera_calibration) and give its driver the file, camera_info_url");
    }
}
