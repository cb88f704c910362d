package armfarm.policy.outcome;

import armfarm.messages.RgbImage;

/**
 * A grasp succeeded if the bin looks different after the lifted gripper opened over it: something fell out. Compares an image taken
 * with the closed gripper lifted and out of view with one taken after the release.
 *
 * <p>Source: Levine et al. 2016, appendix B. Immutable.
 *
 * @param images says what share of the pixels changed
 * @param changedShare share of changed pixels, 0..1, above which something fell out
 */
public record DropTest(ImageDifference images, double changedShare) {
    /**
     * Chosen by measurement on simulated attempts, see robot-simulation/docs/simulation.md: but for one, each object that fell changed
     * 1.3 % of the pixels or more. A cell of a lab has its own (docs/arms.md).
     */
    public static DropTest defaults() {
        return new DropTest(PixelDifference.defaults(), 0.001);
    }

    /** Share of changed pixels, 0..1. */
    public double difference(RgbImage lifted, RgbImage dropped) {
        return images.between(lifted, dropped);
    }

    /** @param difference share of changed pixels as from {@link #difference} */
    public boolean fellOut(double difference) {
        return difference > changedShare;
    }
}
