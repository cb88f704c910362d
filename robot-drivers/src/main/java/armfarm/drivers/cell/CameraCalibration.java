package armfarm.drivers.cell;

import armfarm.drivers.ros.RosMessages;
import armfarm.drivers.ros.messages.CameraInfoMessage;
import armfarm.messages.CameraInfo;
import armfarm.messages.LensDistortion;
import armfarm.messages.Pose;

/**
 * What a camera's images are like, from what its driver says. Immutable.
 *
 * @param camera of the images of the topic
 * @param lens still to be straightened
 */
public record CameraCalibration(CameraInfo camera, LensDistortion lens) {
    /** @param rectified whether the images are straight already: then the message's P is about them, else its K and D */
    public static CameraCalibration of(CameraInfoMessage message, boolean rectified, Pose cameraInBase) {
        return rectified
                ? new CameraCalibration(RosMessages.rectifiedCamera(message, cameraInBase), LensDistortion.NONE)
                : new CameraCalibration(
                        RosMessages.cameraInfo(message, cameraInBase), RosMessages.lensDistortion(message));
    }
}
