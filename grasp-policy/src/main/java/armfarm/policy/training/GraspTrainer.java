package armfarm.policy.training;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.policy.FeatureSpec;
import armfarm.policy.network.EngineFactory;
import armfarm.policy.network.FeatureBatch;
import armfarm.policy.network.GraspPreprocessor;
import armfarm.policy.network.LearningEngine;
import armfarm.policy.network.NamedWeights;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Trains the network round after round, each time over all data, and keeps the crops between rounds.
 *
 * <p>The same set, warm start and seed give the same weights. Confined to the trainer's thread.
 */
public final class GraspTrainer {
    private final EngineFactory engines;
    private final TrainingConfig config;
    private final InstantSource clock;
    private final FeatureSpec features;
    private final Augmentation augmentation;
    private final ExampleCache cache;
    private final GraspEvaluator evaluator;

    public GraspTrainer(EngineFactory engines, FeatureSpec features, TrainingConfig config, InstantSource clock) {
        GraspPreprocessor preprocessor = new GraspPreprocessor(features);
        this.engines = engines;
        this.config = config;
        this.clock = clock;
        this.features = features;
        this.augmentation = new Augmentation(features);
        this.cache = new ExampleCache(preprocessor);
        this.evaluator = new GraspEvaluator(preprocessor);
    }

    /**
     * Blocks for the whole training, seconds to minutes; interrupting the thread ends it after the step in work.
     *
     * @param warmStart weights to go on from, with a fresh optimiser state; empty starts anew
     * @param progress called after every step on this thread
     * @throws TrainingDivergedException if loss or weights are no longer finite
     * @throws CancellationException if the thread was interrupted; the flag stays set
     */
    public TrainedModel train(
            TrainingSet set,
            ExampleSource source,
            Optional<NamedWeights> warmStart,
            long seed,
            Consumer<TrainingProgress> progress) {
        if (set.training().isEmpty()) {
            throw new FarmException(
                    ErrorCode.DATA, "Training set " + set.id() + " is empty: expected at least one attempt");
        }
        Instant start = clock.instant();
        List<ExampleCache.Example> examples = cache.examples(set.training(), source);
        List<ExampleCache.Example> validation = cache.examples(set.validation(), source);
        int draws = config.drawsFor(examples.size(), warmStart.isPresent());
        try (LearningEngine engine = engines.newEngine(features, config.network(), seed)) {
            warmStart.ifPresent(engine::importWeights);
            double trainLoss = run(engine, new Draws(examples, seed), draws, set.id(), progress);
            NamedWeights weights = engine.exportWeights();
            refuseNonFinite(weights, set.id());
            GraspEvaluator.Result measured = evaluator.evaluate(engines.newScorer(features, weights), validation);
            TrainingMetrics metrics = new TrainingMetrics(
                    examples.size(),
                    validation.size(),
                    draws,
                    Duration.between(start, clock.instant()).toMillis() / 1000.0,
                    trainLoss,
                    measured.loss(),
                    measured.auc(),
                    measured.predictedMinusAchieved());
            return new TrainedModel(features, weights, metrics, set.id(), set.sha256Hex());
        }
    }

    private double run(
            LearningEngine engine, Draws source, int draws, String setId, Consumer<TrainingProgress> progress) {
        FeatureBatch batch = new FeatureBatch(features, config.batchSize());
        float[] targets = new float[config.batchSize()];
        int steps = (draws + config.batchSize() - 1) / config.batchSize();
        double recent = Double.NaN;
        double lateLoss = 0;
        int lateSteps = 0;
        for (int step = 0; step < steps; step++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("training on " + setId + " was interrupted");
            }
            source.fill(batch, targets);
            double loss = engine.trainStep(batch, targets, config.learningRateAt((double) step / steps));
            if (!Double.isFinite(loss)) {
                throw new TrainingDivergedException("Training on " + setId + " diverged: loss " + loss + " at step "
                        + step + " of " + steps + "; lower learning.peak_learning_rate. The old model stays");
            }
            recent = step == 0 ? loss : 0.9 * recent + 0.1 * loss;
            if (step >= steps - Math.max(1, steps / 4)) {
                lateLoss += loss;
                lateSteps++;
            }
            progress.accept(new TrainingProgress(Math.min(draws, (step + 1) * config.batchSize()), draws, recent));
        }
        return lateLoss / lateSteps;
    }

    private static void refuseNonFinite(NamedWeights weights, String setId) {
        List<String> broken = weights.nonFinite();
        if (!broken.isEmpty()) {
            throw new TrainingDivergedException("Training on " + setId + " diverged: weights " + broken
                    + " are not finite; lower learning.peak_learning_rate. The old model stays");
        }
    }

    /** An endless stream of examples: each pass in a new order, each draw in a new variant. */
    private final class Draws {
        private final List<ExampleCache.Example> examples;
        private final SplittableRandom random;
        private final int[] order;
        private int next;

        Draws(List<ExampleCache.Example> examples, long seed) {
            this.examples = examples;
            this.random = new SplittableRandom(seed);
            this.order = new int[examples.size()];
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
            this.next = order.length;
        }

        void fill(FeatureBatch batch, float[] targets) {
            for (int i = 0; i < targets.length; i++) {
                ExampleCache.Example example = examples.get(nextIndex());
                ExampleCache.Features source = example.features();
                augmentation.put(batch, i, source.crop, source.command, random);
                targets[i] = (float) (example.success() ? 1 - config.labelSmoothing() : config.labelSmoothing());
            }
        }

        private int nextIndex() {
            if (next == order.length) {
                next = 0;
                for (int i = order.length - 1; i > 0; i--) {
                    int j = random.nextInt(i + 1);
                    int swapped = order[i];
                    order[i] = order[j];
                    order[j] = swapped;
                }
            }
            return order[next++];
        }
    }
}
