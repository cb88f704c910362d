package armfarm.cli.card;

import armfarm.messages.PredictedSuccess;
import armfarm.messages.SuccessRate;
import armfarm.policy.training.RocArea;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * How well a model predicts attempts. Intervals are at 95 %: Wilson's for what was achieved and for the difference, normal with DeLong's
 * standard error for the area. What there are too few attempts for is empty.
 *
 * @param predicted mean probability
 * @param predictedMinusAchieved above 0 is over-confident
 * @param auc area under the ROC curve
 */
public record Measured(
        long n,
        long successes,
        OptionalDouble achieved,
        double achievedLow,
        double achievedHigh,
        OptionalDouble predicted,
        OptionalDouble predictedMinusAchieved,
        OptionalDouble differenceLow,
        OptionalDouble differenceHigh,
        OptionalDouble auc,
        OptionalDouble aucLow,
        OptionalDouble aucHigh,
        OptionalDouble logLoss) {
    /** Less than a network's 32 bits tell from 0: a prediction of exactly 0 or 1 that was wrong costs this, not infinity. */
    private static final double LEAST_PROBABILITY = 1e-7;

    /** The attempts of one kind. */
    public record Slice(
            String by, String value, @JsonUnwrapped Measured measured) {}

    /** A prediction with its outcome. */
    record Scored(double probability, boolean success) {}

    static Measured of(List<Scored> attempts) {
        double[] probabilities =
                attempts.stream().mapToDouble(Scored::probability).toArray();
        boolean[] outcomes = outcomes(attempts);
        long successes = attempts.stream().filter(Scored::success).count();
        double sum = 0;
        double loss = 0;
        for (Scored attempt : attempts) {
            sum += attempt.probability();
            double ofOutcome = attempt.success() ? attempt.probability() : 1 - attempt.probability();
            loss -= Math.log(Math.max(LEAST_PROBABILITY, ofOutcome));
        }
        PredictedSuccess predicted =
                new PredictedSuccess(new SuccessRate(successes, attempts.size()), sum / attempts.size());
        RocArea roc = RocArea.of(probabilities, outcomes);
        return new Measured(
                attempts.size(),
                successes,
                known(predicted.achieved().rate()),
                predicted.achieved().low(),
                predicted.achieved().high(),
                known(predicted.predicted()),
                known(predicted.difference()),
                known(predicted.low()),
                known(predicted.high()),
                known(roc.area()),
                known(Math.max(0, roc.area() - SuccessRate.Z * roc.standardError())),
                known(Math.min(1, roc.area() + SuccessRate.Z * roc.standardError())),
                known(loss / attempts.size()));
    }

    static boolean[] outcomes(List<Scored> attempts) {
        boolean[] outcomes = new boolean[attempts.size()];
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = attempts.get(i).success();
        }
        return outcomes;
    }

    static List<Slice> slices(String by, SortedMap<String, List<Scored>> byValue) {
        List<Slice> slices = new ArrayList<>();
        byValue.forEach((value, attempts) -> slices.add(new Slice(by, value, of(attempts))));
        return slices;
    }

    private static OptionalDouble known(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
