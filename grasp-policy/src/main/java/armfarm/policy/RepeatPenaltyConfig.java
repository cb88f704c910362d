package armfarm.policy;

/**
 * How much a grasp near a failed one loses, per failed grasp:
 * {@code height exp(-(distance / width)^2 - (sin(yaw difference) / yawWidth)^2)}. Immutable.
 *
 * @param height in logits
 * @param widthMeters distance at which it has fallen to 1/e
 * @param yawWidth sine of the yaw difference at which it has fallen to 1/e
 */
public record RepeatPenaltyConfig(double height, double widthMeters, double yawWidth) {
    /**
     * Of the measured recipe; each is a choice. A failed grasp loses 2 logits, from 0.5 to 0.12, within about the 2 cm of a small
     * object and 30 degrees of yaw; the same place turned further stays open.
     */
    public static RepeatPenaltyConfig defaults() {
        return new RepeatPenaltyConfig(2, 0.02, 0.5);
    }
}
