package armfarm.policy.training;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.policy.network.NetworkConfig;

/**
 * When and how to train. Immutable.
 *
 * @param firstModelAttempts random attempts before the first model
 * @param roundGrowth new attempts of a round, as a share of the data so far
 * @param minRoundAttempts least new attempts of a round
 * @param maxRoundAttempts most new attempts of a round
 * @param firstEpochs passes over all data for a model without a warm start
 * @param epochs passes over all data for a warm start
 * @param minDraws least examples drawn in a round, so that small rounds still learn
 * @param maxDraws most examples drawn in a round
 * @param batchSize examples per optimiser step
 * @param peakLearningRate at the start of each round
 * @param finalLearningRate at its end; cosine between
 * @param labelSmoothing targets are this and one minus this
 * @param network regularisation
 */
public record TrainingConfig(
        int firstModelAttempts,
        double roundGrowth,
        int minRoundAttempts,
        int maxRoundAttempts,
        int firstEpochs,
        int epochs,
        int minDraws,
        int maxDraws,
        int batchSize,
        double peakLearningRate,
        double finalLearningRate,
        double labelSmoothing,
        NetworkConfig network) {
    public TrainingConfig {
        check(firstModelAttempts >= 1, "first-model-attempts", firstModelAttempts, "at least 1");
        check(roundGrowth > 0, "round-growth", roundGrowth, "more than 0");
        check(minRoundAttempts >= 1, "min-round-attempts", minRoundAttempts, "at least 1");
        check(maxRoundAttempts >= minRoundAttempts, "max-round-attempts", maxRoundAttempts, "min or more");
        check(firstEpochs >= 1, "first-epochs", firstEpochs, "at least 1");
        check(epochs >= 1, "epochs", epochs, "at least 1");
        check(minDraws >= 1, "min-draws", minDraws, "at least 1");
        check(maxDraws >= minDraws, "max-draws", maxDraws, "min-draws or more");
        check(batchSize >= 2, "batch-size", batchSize, "at least 2");
        check(peakLearningRate > 0, "peak-learning-rate", peakLearningRate, "more than 0");
        check(finalLearningRate > 0, "final-learning-rate", finalLearningRate, "more than 0");
        check(labelSmoothing >= 0 && labelSmoothing < 0.5, "label-smoothing", labelSmoothing, "0..0.5");
    }

    private static void check(boolean valid, String key, double found, String expected) {
        if (!valid) {
            throw new FarmException(ErrorCode.CONFIG, "training." + key + " is " + found + ": expected " + expected);
        }
    }

    /** Chosen by measurement: the closed-loop recipe that climbs. */
    public static TrainingConfig defaults() {
        return new TrainingConfig(
                300, 0.5, 100, 750, 24, 3, 8_000, 60_000, 64, 2e-3, 4e-5, 0.03, NetworkConfig.defaults());
    }

    /** Stored attempts at which the next round starts, given how many the last round had; 0 before the first. */
    public int nextRoundAt(int attemptsOfLastRound) {
        if (attemptsOfLastRound == 0) {
            return firstModelAttempts;
        }
        long growth = Math.round(attemptsOfLastRound * roundGrowth);
        return attemptsOfLastRound + (int) Math.max(minRoundAttempts, Math.min(maxRoundAttempts, growth));
    }

    int drawsFor(int examples, boolean warmStart) {
        long draws = (long) examples * (warmStart ? epochs : firstEpochs);
        return (int) Math.max(minDraws, Math.min(maxDraws, draws));
    }

    /** Cosine from peak to final; progress 0..1. */
    double learningRateAt(double progress) {
        return finalLearningRate + (peakLearningRate - finalLearningRate) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
}
