package armfarm.messages.cell;

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
 */
public record CapturedImage(RgbImage image, Instant stamp, Instant receivedAt, Optional<EncodedImage> encoded) {
    /** Not encoded yet. */
    public CapturedImage(RgbImage image, Instant stamp, Instant receivedAt) {
        this(image, stamp, receivedAt, Optional.empty());
    }
}
