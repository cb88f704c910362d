package armfarm.controller.bags;

import armfarm.drivers.bag.BagMessage;
import armfarm.drivers.ros.RosMessages;
import armfarm.drivers.ros.messages.CameraInfoMessage;
import armfarm.drivers.ros.messages.PoseStamped;
import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import java.util.Optional;

/** What a recording says about its camera, as last heard. Confined to one thread. */
final class CameraMessages {
    private final Optional<String> infoTopic;
    private final Optional<String> poseTopic;
    private Optional<CameraInfoMessage> info = Optional.empty();
    private Pose cameraInBase = Pose.IDENTITY;
    private boolean poseKnown;

    CameraMessages(ImportOptions.Topics topics) {
        infoTopic = topics.cameraInfo();
        poseTopic = topics.cameraInBase();
    }

    /** @return whether the message is on one of the camera's topics */
    boolean accept(BagMessage message) throws Unusable {
        Optional<String> topic = Optional.of(message.connection().topic());
        if (topic.equals(infoTopic)) {
            info = Optional.of(RecordedImage.decode(CameraInfoMessage.TYPE, message));
            return true;
        } else if (topic.equals(poseTopic)) {
            cameraInBase = pose(RecordedImage.decode(PoseStamped.TYPE, message));
            poseKnown = true;
            return true;
        }
        return false;
    }

    /** Intrinsics and pose were both heard. */
    boolean known() {
        return info.isPresent() && poseKnown;
    }

    /** The camera of this image: focal lengths and centre are 0 and the pose is the identity where they are unknown. */
    CameraInfo of(RecordedImage image) {
        return info.map(message -> RosMessages.cameraInfo(message, cameraInBase))
                .map(camera -> camera.scaledTo(image.widthPixels(), image.heightPixels()))
                .orElseGet(() -> new CameraInfo(image.widthPixels(), image.heightPixels(), 0, 0, 0, 0, cameraInBase));
    }

    static Pose pose(PoseStamped message) throws Unusable {
        try {
            return RosMessages.pose(message.pose());
        } catch (IllegalArgumentException e) {
            throw new Unusable("pose that is none: " + e.getMessage());
        }
    }
}
