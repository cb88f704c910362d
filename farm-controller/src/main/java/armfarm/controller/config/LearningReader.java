package armfarm.controller.config;

import armfarm.episodes.TrainingSources;
import armfarm.policy.NetworkInput;
import armfarm.policy.network.NetworkConfig;
import armfarm.policy.training.TrainingConfig;
import armfarm.policy.training.TrainingConfig.Regularisation;
import java.util.TreeMap;

/** Reads when and how to train. */
final class LearningReader {
    private static final int MOST = 1_000_000;
    private static final int MOST_DRAWS = 1_000_000_000;

    private LearningReader() {}

    static TrainingConfig read(ConfigReader in) {
        TrainingConfig measured = TrainingConfig.defaults();
        TrainingConfig.FreshStart fresh = measured.fresh();
        TrainingConfig.GoingOn goingOn = measured.goingOn();
        int minRound = in.integer("learning.min_round", measured.minRoundAttempts(), 1, MOST);
        int maxRound = in.integer("learning.max_round", measured.maxRoundAttempts(), 1, MOST);
        if (minRound > maxRound) {
            in.problem("learning.max_round: found " + maxRound + ", expected learning.min_round (" + minRound
                    + ") or more");
        }
        int minDraws = in.integer("learning.min_draws", goingOn.minDraws(), 1, MOST_DRAWS);
        int maxDraws = in.integer("learning.max_draws", goingOn.maxDraws(), 1, MOST_DRAWS);
        if (minDraws > maxDraws) {
            in.problem("learning.max_draws: found " + maxDraws + ", expected learning.min_draws (" + minDraws
                    + ") or more");
        }
        double peak = in.number("learning.peak_learning_rate", measured.peakLearningRate(), 1e-6, 1);
        return new TrainingConfig(
                in.integer("learning.random_attempts", measured.firstModelAttempts(), 20, MOST),
                in.number("learning.round_growth", measured.roundGrowth(), 0.01, 10),
                minRound,
                Math.max(minRound, maxRound),
                new TrainingConfig.FreshStart(
                        in.number("learning.fresh_growth", fresh.growth(), 1, 1e9),
                        in.integer("learning.fresh_epochs", fresh.epochs(), 1, 10_000),
                        in.integer("learning.fresh_max_draws", fresh.maxDraws(), 1, MOST_DRAWS)),
                new TrainingConfig.GoingOn(
                        in.integer("learning.epochs", goingOn.epochs(), 1, 10_000),
                        minDraws,
                        Math.max(minDraws, maxDraws),
                        Math.min(
                                peak,
                                in.number("learning.warm_peak_learning_rate", goingOn.peakLearningRate(), 1e-6, 1))),
                in.integer("learning.batch_size", measured.batchSize(), 2, 4096),
                peak,
                // A rate that does not rise at the end of a round.
                Math.min(peak, in.number("learning.final_learning_rate", measured.finalLearningRate(), 1e-9, 1)),
                new Regularisation(
                        in.number(
                                "learning.label_smoothing",
                                measured.regularisation().labelSmoothing(),
                                0,
                                0.49),
                        in.integer(
                                "learning.crop_shift",
                                measured.regularisation().cropShiftPixels(),
                                0,
                                Regularisation.MAX_CROP_SHIFT_PIXELS)),
                new NetworkConfig(
                        in.number("learning.dropout", measured.network().dropout(), 0, 0.99),
                        in.number("learning.l2", measured.network().l2(), 0, 1),
                        in.number(
                                "learning.auxiliary_weight", measured.network().auxiliaryWeight(), 0, 10),
                        in.word("learning.input", measured.input(), NetworkInput.class)),
                new TreeMap<>(in.weights("learning.sources", measured.sources(), TrainingSources::problem)));
    }
}
