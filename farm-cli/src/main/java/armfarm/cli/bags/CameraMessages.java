package armfarm.cli.bags;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.ros.RosMessages;
import armfarm.ros.bag.BagMessage;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.PoseStamped;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a recording says about its camera: the last that is usable of what was heard, else the first that comes later, else
 * what the recording before this one of the same series said. Confined to one thread.
 */
final class CameraMessages {
    private static final double MAX_METERS = 1000;

    private final Optional<String> infoTopic;
    private final Optional<String> poseTopic;
    private final boolean rectified;
    private Optional<CameraInfoMessage> info = Optional.empty();
    private Optional<Pose> cameraInBase = Optional.empty();
    private Optional<String> unusable = Optional.empty();

    CameraMessages(ImportOptions.Topics topics) {
        infoTopic = topics.cameraInfo();
        poseTopic = topics.cameraInBase();
        rectified = topics.images().stream().anyMatch(Calibration::isRectified);
    }

    /** The camera of an image. @param unknown why the intrinsics are 0 */
    record Known(CameraInfo camera, Optional<String> unknown) {}

    /**
     * Before the first message.
     *
     * @param firstOf the oldest message of a topic
     * @param before of the recording before this one
     * @return whether something was taken over from there
     */
    boolean begin(Function<String, Optional<BagMessage>> firstOf, Optional<CameraMessages> before) {
        infoTopic.flatMap(firstOf).ifPresent(this::tryToAccept);
        poseTopic.flatMap(firstOf).ifPresent(this::tryToAccept);
        boolean takesInfo = info.isEmpty()
                && unusable.isEmpty()
                && before.flatMap(b -> b.info).isPresent();
        boolean takesPose =
                cameraInBase.isEmpty() && before.flatMap(b -> b.cameraInBase).isPresent();
        if (takesInfo) {
            info = before.orElseThrow().info;
        }
        if (takesPose) {
            cameraInBase = before.orElseThrow().cameraInBase;
        }
        return takesInfo || takesPose;
    }

    private void tryToAccept(BagMessage message) {
        try {
            accept(message);
        } catch (Unusable e) {
            unusable = Optional.of(e.getMessage()); // met again, and counted, where it is in the recording
        }
    }

    /** @return whether the message is on one of the camera's topics */
    boolean accept(BagMessage message) throws Unusable {
        Optional<String> topic = Optional.of(message.connection().topic());
        if (topic.equals(infoTopic)) {
            accept(RecordedImage.decode(CameraInfoMessage.TYPE, message));
            return true;
        } else if (topic.equals(poseTopic)) {
            cameraInBase = Optional.of(pose(RecordedImage.decode(PoseStamped.TYPE, message)));
            return true;
        }
        return false;
    }

    /** Drivers send zeros before they are calibrated: that takes nothing away from what is known. */
    private void accept(CameraInfoMessage message) {
        try {
            Calibration.requireUsable(message, rectified);
            info = Optional.of(message);
        } catch (Unusable e) {
            unusable = Optional.of(e.getMessage());
        }
    }

    /** The camera of an image of this size: focal lengths and centre are 0 and the pose is the identity where they are unknown. */
    Known of(RecordedImage.Size size, String topic) {
        Pose pose = cameraInBase.orElse(Pose.IDENTITY);
        String reason = unusable.orElse("no camera info");
        if (info.isPresent()) {
            try {
                return new Known(
                        Calibration.of(info.get(), Calibration.isRectified(topic), size.width(), size.height(), pose),
                        Optional.empty());
            } catch (Unusable e) {
                reason = e.getMessage();
            }
        }
        return new Known(
                new CameraInfo(size.width(), size.height(), 0, 0, 0, 0, pose),
                Optional.of(reason + ": intrinsics are not known"));
    }

    static Pose pose(PoseStamped message) throws Unusable {
        try {
            return near(RosMessages.pose(message.pose()));
        } catch (IllegalArgumentException e) {
            throw new Unusable("pose that is none: its quaternion has not length 1 or its position is not finite");
        }
    }

    /** Numbers that are finite may still be none: from 1e154 on their squares are not. */
    static Pose near(Pose pose) throws Unusable {
        double furthest =
                Math.max(Math.abs(pose.xMeters()), Math.max(Math.abs(pose.yMeters()), Math.abs(pose.zMeters())));
        if (furthest > MAX_METERS) {
            throw new Unusable("pose more than " + Math.round(MAX_METERS) + " m from the base");
        }
        return pose;
    }
}
