package armfarm.messages.cell;

import armfarm.messages.DepthImage;
import armfarm.messages.EncodedImage;
import armfarm.messages.RgbImage;
import java.time.Instant;
import java.util.Optional;

/**
 * A camera image.
 *
 * @param stamp capture time by the robot's clock
 * @param receivedAt arrival by this process's clock
 * @param encoded the same image as it is to be stored, if that is made already
 * @param depth of the same moment and of the same size, pixel for pixel; empty without a depth camera
 */
public record CapturedImage(
        RgbImage image, Instant stamp, Instant receivedAt, Optional<EncodedImage> encoded, Optional<DepthImage> depth) {
    public CapturedImage {
        depth.filter(d -> d.width() != image.width() || d.height() != image.height())
                .ifPresent(d -> {
                    throw new IllegalArgumentException("depth of " + d.width() + "x" + d.height()
                            + " pixels for an image of " + image.width() + "x" + image.height());
                });
    }

    /** Without depth. */
    public CapturedImage(RgbImage image, Instant stamp, Instant receivedAt, Optional<EncodedImage> encoded) {
        this(image, stamp, receivedAt, encoded, Optional.empty());
    }

    /** Not encoded yet. */
    public CapturedImage(RgbImage image, Instant stamp, Instant receivedAt) {
        this(image, stamp, receivedAt, Optional.empty());
    }

    /** The same with what a depth camera saw. */
    public CapturedImage withDepth(DepthImage seen) {
        return new CapturedImage(image, stamp, receivedAt, encoded, Optional.of(seen));
    }
}
