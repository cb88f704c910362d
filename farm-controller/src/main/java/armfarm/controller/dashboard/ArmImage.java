package armfarm.controller.dashboard;

import armfarm.messages.EncodedImage;
import java.time.Instant;
import java.util.Objects;

/**
 * An arm's newest camera image.
 *
 * @param image as encoded for the farm, so the page shows what is stored
 * @param stamp when it was captured
 */
public record ArmImage(EncodedImage image, Instant stamp) {
    public ArmImage {
        Objects.requireNonNull(image);
        Objects.requireNonNull(stamp);
    }
}
