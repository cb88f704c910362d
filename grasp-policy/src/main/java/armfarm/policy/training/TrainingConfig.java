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
        check(firstModelAttempts >= 1, "learning.random_attempts", firstModelAttempts, "at least 1");
        check(roundGrowth > 0, "learning.round_growth", roundGrowth, "more than 0");
        check(minRoundAttempts >= 1, "learning.min_round", minRoundAttempts, "at least 1");
        check(
                maxRoundAttempts >= minRoundAttempts,
                "learning.max_round",
                maxRoundAttempts,
                "learning.min_round or more");
        check(firstEpochs >= 1, "firstEpochs", firstEpochs, "at least 1");
        check(epochs >= 1, "epochs", epochs, "at least 1");
        check(minDraws >= 1, "minDraws", minDraws, "at least 1");
        check(maxDraws >= minDraws, "maxDraws", maxDraws, "minDraws or more");
        check(batchSize >= 2, "batchSize", batchSize, "at least 2");
        check(peakLearningRate > 0, "learning.peak_learning_rate", peakLearningRate, "more than 0");
        check(finalLearningRate > 0, "finalLearningRate", finalLearningRate, "more than 0");
        check(labelSmoothing >= 0 && labelSmoothing < 0.5, "labelSmoothing", labelSmoothing, "0..0.5");
    }

    /** @param name the key in the farm's file, or the component for what has none */
    private static void check(boolean valid, String name, double found, String expected) {
        if (!valid) {
            throw new FarmException(ErrorCode.CONFIG, name + " is " + found + ": expected " + expected);
        }
    }

    /**
     * Chosen by measurement as a whole: the closed-loop recipe that climbs (docs/benchmarks.md, "The closed loop"). Alone, only the warm
     * start was compared: from scratch 0.71 to 0.74, warm 0.80 (docs/decisions/network-input.md).
     */
    public static TrainingConfig defaults() {
        return new TrainingConfig(
                300, 0.5, 100, 750, 24, 3, 8_000, 60_000, 64, 2e-3, 4e-5, 0.03, NetworkConfig.defaults());
    }

    /** With another schedule of rounds. */
    public TrainingConfig withRounds(int firstModel, double growth, int minRound, int maxRound) {
        return new TrainingConfig(
                firstModel,
                growth,
                minRound,
                maxRound,
                firstEpochs,
                epochs,
                minDraws,
                maxDraws,
                batchSize,
                peakLearningRate,
                finalLearningRate,
                labelSmoothing,
                network);
    }

    /** With another weight of what an attempt teaches besides its success; 0 switches that off. */
    public TrainingConfig withAuxiliaryWeight(double weight) {
        return withNetwork(new NetworkConfig(network.dropout(), network.l2(), weight));
    }

    /** With another learning rate, to which it does not rise at the end of a round. */
    public TrainingConfig withPeakLearningRate(double peak) {
        return new TrainingConfig(
                firstModelAttempts,
                roundGrowth,
                minRoundAttempts,
                maxRoundAttempts,
                firstEpochs,
                epochs,
                minDraws,
                maxDraws,
                batchSize,
                peak,
                Math.min(finalLearningRate, peak),
                labelSmoothing,
                network);
    }

    private TrainingConfig withNetwork(NetworkConfig other) {
        return new TrainingConfig(
                firstModelAttempts,
                roundGrowth,
                minRoundAttempts,
                maxRoundAttempts,
                firstEpochs,
                epochs,
                minDraws,
                maxDraws,
                batchSize,
                peakLearningRate,
                finalLearningRate,
                labelSmoothing,
                other);
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
