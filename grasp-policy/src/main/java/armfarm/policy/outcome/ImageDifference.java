package armfarm.policy.outcome;

import armfarm.messages.RgbImage;

/** How much two images of one camera differ. Thread-safe. */
@FunctionalInterface
public interface ImageDifference {
    /**
     * Share of pixels that changed, 0..1.
     *
     * @throws IllegalArgumentException if the images differ in size
     */
    double between(RgbImage before, RgbImage after);
}
