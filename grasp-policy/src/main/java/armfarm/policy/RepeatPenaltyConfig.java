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
    /** The measured recipe. */
    public static RepeatPenaltyConfig defaults() {
        return new RepeatPenaltyConfig(2, 0.02, 0.5);
    }
}
