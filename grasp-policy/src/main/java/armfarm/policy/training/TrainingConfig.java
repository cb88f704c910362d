package armfarm.policy.training;

import armfarm.episodes.TrainingSources;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.policy.GraspSpace;
import armfarm.policy.NetworkInput;
import armfarm.policy.network.NetworkConfig;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When and how to train. Immutable.
 *
 * @param firstModelAttempts random attempts before the first model
 * @param roundGrowth new attempts of a round, as a share of the data so far
 * @param minRoundAttempts least new attempts of a round
 * @param maxRoundAttempts most new attempts of a round
 * @param fresh when weights begin anew, and how long they are trained then
 * @param goingOn how long weights that go on are trained in a round, and how fast
 * @param batchSize examples per optimiser step
 * @param peakLearningRate at the start of a round for weights that begin anew
 * @param finalLearningRate at the end of either; cosine between
 * @param regularisation what keeps the network from learning the examples by heart
 * @param network what is part of the network itself
 * @param sources what is trained on, and by which weights, see {@link TrainingSources}
 */
public record TrainingConfig(
        int firstModelAttempts,
        double roundGrowth,
        int minRoundAttempts,
        int maxRoundAttempts,
        FreshStart fresh,
        GoingOn goingOn,
        int batchSize,
        double peakLearningRate,
        double finalLearningRate,
        Regularisation regularisation,
        NetworkConfig network,
        SortedMap<String, Double> sources) {
    // Choices: a quarter of an open gripper's width, and a fifth of the range of heights that practice has.
    private static final double MARGIN_METERS = 0.02;
    private static final double HEIGHT_MARGIN_METERS = 0.005;
    /** Measured (docs/results.md, "Moved crops"): with fewer passes crops that move are learned less well, and are not needed. */
    private static final int PASSES_LEARNED_BY_HEART = 24;

    public TrainingConfig {
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        TrainingSources.problem(sources).ifPresent(problem -> {
            throw new FarmException(ErrorCode.CONFIG, "learning.sources " + problem);
        });
        check(firstModelAttempts >= 1, "learning.random_attempts", firstModelAttempts, "at least 1");
        check(roundGrowth > 0, "learning.round_growth", roundGrowth, "more than 0");
        check(minRoundAttempts >= 1, "learning.min_round", minRoundAttempts, "at least 1");
        check(
                maxRoundAttempts >= minRoundAttempts,
                "learning.max_round",
                maxRoundAttempts,
                "learning.min_round or more");
        check(batchSize >= 2, "learning.batch_size", batchSize, "at least 2");
        check(peakLearningRate > 0, "learning.peak_learning_rate", peakLearningRate, "more than 0");
        check(finalLearningRate > 0, "learning.final_learning_rate", finalLearningRate, "more than 0");
    }

    /**
     * Weights that begin anew.
     *
     * @param growth a round whose data has grown by this factor since weights last began anew begins them anew, as long as all passes over
     *     it are at most that many draws
     * @param epochs passes over all data
     * @param maxDraws most examples drawn
     */
    public record FreshStart(double growth, int epochs, int maxDraws) {
        public FreshStart {
            check(growth >= 1, "learning.fresh_growth", growth, "at least 1");
            check(epochs >= 1, "learning.fresh_epochs", epochs, "at least 1");
            check(maxDraws >= 1, "learning.fresh_max_draws", maxDraws, "at least 1");
        }
    }

    /**
     * Weights that go on.
     *
     * @param epochs passes over all data
     * @param minDraws least examples drawn, so that small rounds still learn; but half as many as weights that begin anew would be given
     *     where those are fewer
     * @param maxDraws most examples drawn
     * @param peakLearningRate at the start of a round
     */
    public record GoingOn(int epochs, int minDraws, int maxDraws, double peakLearningRate) {
        public GoingOn {
            check(epochs >= 1, "learning.epochs", epochs, "at least 1");
            check(minDraws >= 1, "learning.min_draws", minDraws, "at least 1");
            check(maxDraws >= minDraws, "learning.max_draws", maxDraws, "learning.min_draws or more");
            check(peakLearningRate > 0, "learning.warm_peak_learning_rate", peakLearningRate, "more than 0");
        }

        private long drawsFor(int examples, long anew) {
            long least = Math.max(1, Math.min(minDraws, anew / 2));
            return Math.max(least, Math.min(maxDraws, (long) examples * epochs));
        }
    }

    /**
     * What is done to examples so that a network does not learn them by heart.
     *
     * @param labelSmoothing targets are this and one minus this
     * @param cropShiftPixels most that crops are moved by, at random at each draw, while there is so little data that weights
     *     which begin anew pass over it until it would be learned by heart
     */
    public record Regularisation(double labelSmoothing, int cropShiftPixels) {
        /** A shift of more is a crop of another grasp: 6 pixels are 18 mm. */
        public static final int MAX_CROP_SHIFT_PIXELS = 6;

        public Regularisation {
            check(labelSmoothing >= 0 && labelSmoothing < 0.5, "learning.label_smoothing", labelSmoothing, "0..0.5");
            check(
                    cropShiftPixels >= 0 && cropShiftPixels <= MAX_CROP_SHIFT_PIXELS,
                    "learning.crop_shift",
                    cropShiftPixels,
                    "0.." + MAX_CROP_SHIFT_PIXELS);
        }
    }

    /** Trains on practice alone. */
    public TrainingConfig(
            int firstModelAttempts,
            double roundGrowth,
            int minRoundAttempts,
            int maxRoundAttempts,
            FreshStart fresh,
            GoingOn goingOn,
            int batchSize,
            double peakLearningRate,
            double finalLearningRate,
            Regularisation regularisation,
            NetworkConfig network) {
        this(
                firstModelAttempts,
                roundGrowth,
                minRoundAttempts,
                maxRoundAttempts,
                fresh,
                goingOn,
                batchSize,
                peakLearningRate,
                finalLearningRate,
                regularisation,
                network,
                TrainingSources.OWN.weights());
    }

    /** @param name the key in the farm's file, or the component for what has none */
    private static void check(boolean valid, String name, double found, String expected) {
        if (!valid) {
            throw new FarmException(ErrorCode.CONFIG, name + " is " + found + ": expected " + expected);
        }
    }

    /**
     * Chosen by measurement (docs/results.md, "The recipe"): weights that begin anew as the data grows, trained for 72 epochs at small
     * sizes, on crops that are moved a little so that they do not learn them by heart, and go on in between.
     */
    public static TrainingConfig defaults() {
        return new TrainingConfig(
                300,
                0.15,
                100,
                1_000,
                new FreshStart(1.9, 72, 150_000),
                new GoingOn(3, 32_000, 60_000, 1e-3),
                64,
                2e-3,
                4e-5,
                new Regularisation(0.03, 2),
                NetworkConfig.defaults());
    }

    /** With other sources. @param weights see {@link TrainingSources} */
    public TrainingConfig withSources(Map<String, Double> weights) {
        return new TrainingConfig(
                firstModelAttempts,
                roundGrowth,
                minRoundAttempts,
                maxRoundAttempts,
                fresh,
                goingOn,
                batchSize,
                peakLearningRate,
                finalLearningRate,
                regularisation,
                network,
                new TreeMap<>(weights));
    }

    /** What the network looks at. */
    public NetworkInput input() {
        return network.input();
    }

    /**
     * The sources, of imports with what is in such a grasp space: only there their grasps mean to the network what those of practice
     * mean. For a network that sees depth, attempts with depth only.
     */
    public TrainingSources sourcesIn(GraspSpace space) {
        TrainingSources chosen = TrainingSources.of(sources)
                .within(new TrainingSources.Box(
                        space.minXMeters() - MARGIN_METERS,
                        space.maxXMeters() + MARGIN_METERS,
                        space.minYMeters() - MARGIN_METERS,
                        space.maxYMeters() + MARGIN_METERS,
                        space.minZMeters() - HEIGHT_MARGIN_METERS,
                        space.maxZMeters() + HEIGHT_MARGIN_METERS));
        return input().needsDepth() ? chosen.withDepthOnly() : chosen;
    }

    /** Stored attempts at which the next round starts, given how many the last round had; 0 before the first. */
    public int nextRoundAt(int attemptsOfLastRound) {
        if (attemptsOfLastRound == 0) {
            return firstModelAttempts;
        }
        long growth = Math.round(attemptsOfLastRound * roundGrowth);
        return attemptsOfLastRound + (int) Math.max(minRoundAttempts, Math.min(maxRoundAttempts, growth));
    }

    /**
     * Whether weights begin anew: with more attempts than they can be trained on for all their passes, they are worse than those at hand,
     * which have gone on for longer.
     *
     * @param attempts of the round
     * @param beganAnewAt attempts of the round in which the weights at hand began anew
     */
    public boolean beginsAnew(long attempts, long beganAnewAt) {
        return attempts >= fresh.growth() * beganAnewAt && attempts * fresh.epochs() <= fresh.maxDraws();
    }

    int drawsFor(int examples, boolean warmStart) {
        long anew = Math.min(fresh.maxDraws(), (long) examples * fresh.epochs());
        return (int) (warmStart ? goingOn.drawsFor(examples, anew) : anew);
    }

    /**
     * Pixels that crops are moved by at most in a round of so many examples, whether weights begin anew or go on: those that go on have
     * seen the older examples in rounds before.
     */
    int cropShiftFor(int examples) {
        return drawsFor(examples, false) >= (long) PASSES_LEARNED_BY_HEART * examples
                ? regularisation.cropShiftPixels()
                : 0;
    }

    /** Cosine from peak to final; progress 0..1. */
    double learningRateAt(double progress, boolean warmStart) {
        double peak = warmStart ? goingOn.peakLearningRate() : peakLearningRate;
        return finalLearningRate + (peak - finalLearningRate) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
}
