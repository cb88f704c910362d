package armfarm.controller.dashboard;

import armfarm.messages.PredictedSuccess;
import java.util.OptionalDouble;

/**
 * What a model predicted of attempts, against what they achieved; all but {@code n} empty without attempts.
 *
 * @param n attempts with a prediction
 * @param predicted mean, 0..1
 * @param minusAchieved above 0 is over-confident
 * @param low lower bound of the difference, at 95 %
 * @param high upper bound likewise
 * @param tooConfident whether it is certain that the difference is above {@link PredictedSuccess#TOLERANCE}
 */
public record PredictionView(
        long n,
        OptionalDouble predicted,
        OptionalDouble minusAchieved,
        OptionalDouble low,
        OptionalDouble high,
        boolean tooConfident) {
    public static PredictionView of(PredictedSuccess success) {
        return new PredictionView(
                success.achieved().attempts(),
                known(success.predicted()),
                known(success.difference()),
                known(success.low()),
                known(success.high()),
                success.isTooConfident());
    }

    private static OptionalDouble known(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
