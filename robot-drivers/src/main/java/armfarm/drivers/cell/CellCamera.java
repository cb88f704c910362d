package armfarm.drivers.cell;

import armfarm.drivers.CapturedImage;
import armfarm.drivers.DriverException;
import armfarm.drivers.ros.RosMessages;
import armfarm.drivers.ros.messages.EmptyMessage;
import armfarm.drivers.ros.messages.ImageMessage;
import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import java.time.Instant;

/** The camera of a cell: images that were taken after a motion had ended. Confined to the arm's thread. */
final class CellCamera {
    private final CellSession session;
    private final ArmLinks links;
    private final CameraInfo info;

    /** The links must be complete. */
    CellCamera(CellSession session, ArmLinks links) {
        this.session = session;
        this.links = links;
        this.info = RosMessages.cameraInfo(links.cameraInfo.last().orElseThrow(), cameraInBase());
    }

    private Pose cameraInBase() {
        return session.spec()
                .camera()
                .cameraInBase()
                .or(() -> links.cameraInBase.flatMap(TopicInbox::last).map(message -> RosMessages.pose(message.pose())))
                .orElseThrow(
                        () -> new DriverException(
                                "Arm " + session.spec().arm()
                                        + ": where the camera is, is not known; set camera.camera_in_base to the hand-eye calibration"));
    }

    CameraInfo info() {
        return info;
    }

    /** Images the camera numbered that never came. */
    long missedImages() {
        return links.imageSequence.missed();
    }

    CapturedImage capture() {
        ArmLinks.Received received =
                session.spec().camera().stamps() == CameraSpec.Stamps.ARRIVAL ? nextArrival() : nextStamped();
        ImageMessage image = received.image();
        if (image.width() != info.widthPixels() || image.height() != info.heightPixels()) {
            throw new DriverException("Image on " + links.image.topic() + " has " + image.width() + "x" + image.height()
                    + " pixels, its camera info says " + info.widthPixels() + "x" + info.heightPixels()
                    + "; check the camera's configuration");
        }
        return new CapturedImage(RosMessages.image(image), image.header().stamp(), received.at());
    }

    private ArmLinks.Received nextStamped() {
        Instant lastResult = session.lastResultStamp();
        Instant after = links.image
                .last()
                .map(received -> received.image().header().stamp())
                .filter(stamp -> stamp.isAfter(lastResult))
                .orElse(lastResult);
        trigger();
        return links.image.await(
                received -> received.image().header().stamp().isAfter(after),
                "stamped after " + after,
                session.connection().timeout());
    }

    private ArmLinks.Received nextArrival() {
        Instant after = session.now().plus(session.spec().camera().latency());
        trigger();
        return links.image.await(
                received -> received.at().isAfter(after),
                "arriving after " + after,
                session.connection().timeout());
    }

    private void trigger() {
        links.cameraTrigger.ifPresent(trigger -> trigger.publish(new EmptyMessage()));
    }
}
