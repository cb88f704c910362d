package armfarm.messages;

/**
 * How likely a grasp is to fail by each cause, as a model predicts it. The three and the predicted probability of success are all that can
 * happen to a grasp, so together they are 1.
 *
 * @param empty of closing on nothing, 0..1
 * @param slipped of losing what is between the fingers, 0..1
 * @param blocked of being stopped on the way down, 0..1
 */
public record PredictedCauses(double empty, double slipped, double blocked) {
    /** Three such numbers rarely make exactly 1. */
    private static final double ROUNDING = 1e-6;

    public PredictedCauses {
        if (!(empty >= 0 && slipped >= 0 && blocked >= 0 && empty + slipped + blocked <= 1 + ROUNDING)) {
            throw new IllegalArgumentException("probabilities of failing " + empty + " (empty), " + slipped
                    + " (slipped) and " + blocked + " (blocked) must not be negative, and at most 1 together");
        }
    }

    /** The same causes at another probability of failing: each keeps its share. @param failure 0..1 */
    public PredictedCauses scaledTo(double failure) {
        double sum = empty + slipped + blocked;
        double scale = sum > 0 ? failure / sum : 0;
        return new PredictedCauses(scale * empty, scale * slipped, scale * blocked);
    }

    /** Of this cause, 0..1. */
    public double of(FailureCause cause) {
        return switch (cause) {
            case EMPTY -> empty;
            case SLIPPED -> slipped;
            case BLOCKED -> blocked;
        };
    }

    /** Why it would fail, if it did; of equals the first. */
    public FailureCause likeliest() {
        return empty >= slipped && empty >= blocked
                ? FailureCause.EMPTY
                : slipped >= blocked ? FailureCause.SLIPPED : FailureCause.BLOCKED;
    }
}
