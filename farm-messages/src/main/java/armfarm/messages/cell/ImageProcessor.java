package armfarm.messages.cell;

import armfarm.messages.ArmId;
import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.LensDistortion;
import armfarm.messages.RawImage;
import java.time.Instant;

/** What becomes of the raw images of one camera before anybody sees them. Confined to the arm's thread but for one method. */
public interface ImageProcessor extends AutoCloseable {
    /** The camera of the images that come out. */
    CameraInfo camera();

    /**
     * Every image of the camera's topic arrived, also those nobody asked for. Called on the link's thread; must not block.
     *
     * @param stamp capture, by the camera's clock
     * @param receivedAt by this process's clock
     */
    void arrived(Instant stamp, Instant receivedAt);

    /**
     * Turns a raw image into one to decide on and to store.
     *
     * @throws armfarm.messages.FarmException with code DATA if these bytes cannot be used: the next image may be good;
     *     with another code if the camera shows nothing
     */
    CapturedImage process(RawImage raw, Instant stamp, Instant receivedAt);

    /**
     * Brings a depth image that is registered to the raw images into the shape of those that come out: straightened,
     * cropped and scaled as they are, by the nearest pixel, because a mean of two distances is where nothing is.
     *
     * @throws armfarm.messages.FarmException with code DATA if it has not the raw images' size
     */
    DepthImage processDepth(DepthImage raw);

    @Override
    void close();

    /** Makes the processor of a camera when its calibration is known. */
    @FunctionalInterface
    interface Factory {
        /** @param camera of the raw images */
        ImageProcessor make(ArmId arm, CameraInfo camera, LensDistortion lens);
    }
}
