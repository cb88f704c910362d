package armfarm.drivers.cell;

import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.DriverException;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.Pose;
import armfarm.messages.RawImage;
import armfarm.messages.cell.CapturedImage;
import armfarm.messages.cell.ImageProcessor;
import armfarm.ros.RosMessages;
import armfarm.ros.messages.EmptyMessage;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The camera of a cell: images that were taken after a motion had ended. Confined to the arm's thread. */
final class CellCamera implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CellCamera.class);
    /** So many damaged images in a row are not chance. */
    private static final int TRIES = 3;

    private final CellSession session;
    private final ArmLinks links;
    private final CameraInfo info;
    private final Optional<ImageProcessor> processor;

    /** The links must be complete. */
    CellCamera(CellSession session, ArmLinks links) {
        this.session = session;
        this.links = links;
        CameraCalibration calibration = CameraCalibration.of(
                links.cameraInfo.last().orElseThrow(), session.spec().camera().rectified(), cameraInBase());
        this.info = calibration.camera();
        this.processor = session.connection()
                .images()
                .map(images -> images.make(session.spec().arm(), info, calibration.lens()));
        requireWorkspaceSeen();
        processor.ifPresent(images -> links.onImage(image -> images.arrived(image.stamp(), image.at())));
    }

    /** Nothing could be learned from images of something else. */
    private void requireWorkspaceSeen() {
        CellSpec spec = session.spec();
        WorkspaceView.middleOutside(info(), spec.workspace()).ifPresent(where -> {
            close();
            throw new DriverException(
                    "Arm " + spec.arm() + ": the camera does not see the workspace: its middle, " + where
                            + "; correct camera.camera_in_base_m_rad or what publishes the camera's pose: "
                            + WorkspaceView.ADVICE);
        });
        WorkspaceView.outside(info(), spec.workspace())
                .ifPresent(corners -> LOG.warn("Arm {}: {}; grasps there are not seen", spec.arm(), corners));
    }

    private Pose cameraInBase() {
        return session.spec()
                .camera()
                .cameraInBase()
                .or(() -> links.cameraInBase.flatMap(TopicInbox::last))
                .orElseThrow(
                        () -> new DriverException(
                                "Arm " + session.spec().arm()
                                        + ": where the camera is, is not known; set camera.camera_in_base_m_rad to the hand-eye calibration"));
    }

    /** Of the images that come out. */
    CameraInfo info() {
        return processor.map(ImageProcessor::camera).orElse(info);
    }

    /** Images the camera numbered that never came. */
    long missedImages() {
        return links.imageSequence.missed();
    }

    /**
     * The next image that shows the cell as it is now. A damaged one is passed over.
     *
     * @throws DriverException if none comes in time
     * @throws FarmException if several in a row cannot be used, or the camera shows nothing
     */
    CapturedImage capture() {
        for (int damaged = 1; damaged < TRIES; damaged++) {
            try {
                return use(next());
            } catch (FarmException e) {
                if (e.code() != ErrorCode.DATA) {
                    throw e;
                }
                LOG.warn("{}; waiting for the next image", e.getMessage());
            }
        }
        return use(next());
    }

    private ArmLinks.Received next() {
        return session.spec().camera().stamps() == CameraSpec.Stamps.ARRIVAL ? nextArrival() : nextStamped();
    }

    private CapturedImage use(ArmLinks.Received received) {
        CapturedImage captured = color(received);
        return links.depth
                .map(inbox -> captured.withDepth(depth(inbox, received.stamp())))
                .orElse(captured);
    }

    /** Of the moment of a colour image; it may arrive before or after it. */
    private DepthImage depth(TopicInbox<DepthFrames> inbox, Instant stamp) {
        DepthImage raw = inbox.await(
                        frames -> frames.at(stamp).isPresent(),
                        "within " + DepthFrames.TOLERANCE.toMillis() + " ms of the colour image of " + stamp,
                        session.connection().timeout())
                .at(stamp)
                .orElseThrow();
        if (raw.width() != info.widthPixels() || raw.height() != info.heightPixels()) {
            throw new DriverException("Depth image on " + inbox.topic() + " has " + raw.width() + "x" + raw.height()
                    + " pixels, the colour image " + info.widthPixels() + "x" + info.heightPixels()
                    + "; topics.depth has to be registered to the colour camera, pixel for pixel"
                    + " (depth_registered or aligned_depth_to_color of most drivers)");
        }
        return processor.map(images -> images.processDepth(raw)).orElse(raw);
    }

    private CapturedImage color(ArmLinks.Received received) {
        RawImage image = received.frame().image();
        if (processor.isPresent()) {
            return processor.get().process(image, received.stamp(), received.at());
        }
        if (image.widthPixels() != info.widthPixels() || image.heightPixels() != info.heightPixels()) {
            throw new DriverException("Image on " + links.image.topic() + " has " + image.widthPixels() + "x"
                    + image.heightPixels() + " pixels, its camera info says " + info.widthPixels() + "x"
                    + info.heightPixels() + "; check the camera's configuration");
        }
        return new CapturedImage(RosMessages.image(image), received.stamp(), received.at());
    }

    private ArmLinks.Received nextStamped() {
        Instant lastResult = session.lastResultStamp();
        Instant after = links.image
                .last()
                .map(ArmLinks.Received::stamp)
                .filter(stamp -> stamp.isAfter(lastResult))
                .orElse(lastResult);
        trigger();
        return links.image.await(
                received -> received.stamp().isAfter(after),
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

    @Override
    public void close() {
        processor.ifPresent(ImageProcessor::close);
    }

    private void trigger() {
        links.cameraTrigger.ifPresent(trigger -> trigger.publish(new EmptyMessage()));
    }
}
