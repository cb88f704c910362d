package armfarm.messages;

/**
 * What was predicted of attempts, against what they achieved.
 *
 * @param achieved of the attempts with a prediction
 * @param predicted mean success probability, 0..1; NaN without attempts
 */
public record PredictedSuccess(SuccessRate achieved, double predicted) {
    public static final PredictedSuccess NONE = new PredictedSuccess(new SuccessRate(0, 0), Double.NaN);

    /** How far predictions may be from what is achieved: beyond it, when that is certain, somebody should know. */
    public static final double TOLERANCE = 0.05;

    /** Predicted minus achieved: above 0 is over-confident; NaN without attempts. */
    public double difference() {
        return predicted - achieved.rate();
    }

    /** Lower bound of the difference, from the Wilson interval at 95 % of what was achieved; NaN without attempts. */
    public double low() {
        return predicted - achieved.high();
    }

    /** Upper bound likewise. */
    public double high() {
        return predicted - achieved.low();
    }

    /** Whether it is certain that more is predicted than is achieved, by more than the tolerance. */
    public boolean isTooConfident() {
        return low() > TOLERANCE;
    }
}
