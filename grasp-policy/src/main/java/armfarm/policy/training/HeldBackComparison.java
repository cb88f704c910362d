package armfarm.policy.training;

import java.util.Locale;

/**
 * How two networks rank the same attempts, from which neither learned: attempts are held back by their ids, from all networks alike.
 *
 * @param successes among the attempts
 * @param failures among the attempts
 * @param candidate area under the ROC curve of the one that may come
 * @param serving area of the one that is in use
 * @param difference candidate minus serving
 * @param standardError of the difference, paired
 */
public record HeldBackComparison(
        long successes, long failures, double candidate, double serving, double difference, double standardError) {
    /**
     * Of the standard normal distribution, at 99.5 % one-sided. A farm of 6,000 attempts compares fifteen times: at 95 %, every second
     * one would keep a good model from its arms.
     */
    private static final double Z = 2.575829;

    /**
     * The usual number from which a mean counts as normal; with fewer of either the error is underrated. With 10, a farm kept a model
     * from its arms because of 33 attempts, although it was trained on half as many again as the one before.
     */
    private static final int LEAST_OF_EACH = 30;

    /** From scores of the same attempts. */
    static HeldBackComparison of(double[] candidate, double[] serving, boolean[] outcomes) {
        long successes = 0;
        for (boolean outcome : outcomes) {
            successes += outcome ? 1 : 0;
        }
        RocArea.Difference difference = RocArea.difference(candidate, serving, outcomes);
        return new HeldBackComparison(
                successes,
                outcomes.length - successes,
                RocArea.of(candidate, outcomes).area(),
                RocArea.of(serving, outcomes).area(),
                difference.difference(),
                difference.standardError());
    }

    /** Whether there are enough attempts to say anything. */
    public boolean isEnough() {
        return Math.min(successes, failures) >= LEAST_OF_EACH;
    }

    /** Whether it is certain, at 99.5 % one-sided, that the candidate ranks worse. */
    public boolean isWorse() {
        return isEnough() && difference + Z * standardError < 0;
    }

    /** For a person: how the candidate ranks against the serving one of that name. */
    public String against(String name) {
        if (!isEnough()) {
            return "not compared with " + name + ": of the attempts held back " + successes + " are successes and "
                    + failures + " failures, and " + LEAST_OF_EACH + " of each are needed";
        }
        return String.format(
                Locale.ROOT,
                "AUC %.3f against %.3f of %s on the same %d attempts held back, difference %+.3f (standard error %.3f)",
                candidate,
                serving,
                name,
                successes + failures,
                difference,
                standardError);
    }
}
