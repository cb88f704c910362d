package armfarm.policy.training;

import armfarm.episodes.TrainingSet;
import armfarm.episodes.TrainingSources;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.policy.FeatureSpec;
import armfarm.policy.network.AuxiliaryTargets;
import armfarm.policy.network.EngineFactory;
import armfarm.policy.network.FeatureBatch;
import armfarm.policy.network.GraspPreprocessor;
import armfarm.policy.network.LearningEngine;
import armfarm.policy.network.NamedWeights;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the network round after round, each time over all data, and keeps the crops between rounds on disk.
 *
 * <p>The same set, warm start and seed give the same weights. Confined to the trainer's thread.
 */
public final class GraspTrainer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GraspTrainer.class);

    private final EngineFactory engines;
    private final TrainingConfig config;
    private final InstantSource clock;
    private final FeatureSpec features;
    private final ExampleCache cache;
    private final GraspEvaluator evaluator;
    private Examples heldBack = new Examples();

    /**
     * Opens the crops of earlier rounds.
     *
     * @param crops folder for what was cut out of images, 7 kB an attempt; made if missing, and of no other use
     * @param minFreeBytes what must stay free on its disk
     * @throws FarmException (RESOURCE) if the folder cannot be written
     */
    public GraspTrainer(
            EngineFactory engines,
            FeatureSpec features,
            TrainingConfig config,
            InstantSource clock,
            Path crops,
            long minFreeBytes) {
        GraspPreprocessor preprocessor = new GraspPreprocessor(features);
        this.engines = engines;
        this.config = config;
        this.clock = clock;
        this.features = features;
        this.cache = new ExampleCache(crops, preprocessor, minFreeBytes);
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
            ExampleSource examples, Optional<WarmStart> warmStart, long seed, Consumer<TrainingProgress> progress) {
        try {
            return trainOnce(examples, warmStart, seed, progress);
        } catch (CropFile.DamagedCropException e) {
            LOG.warn("{}; all crops are made anew and the round begins again", e.getMessage());
            cache.clear();
            return trainOnce(examples, warmStart, seed, progress);
        }
    }

    private TrainedModel trainOnce(
            ExampleSource source, Optional<WarmStart> warmStart, long seed, Consumer<TrainingProgress> progress) {
        TrainingSet set = source.set();
        Instant start = clock.instant();
        ExampleCache.Round round = cache.prepare(source, () -> progress.accept(TrainingProgress.BEGUN));
        Examples examples = round.training();
        if (examples.size() == 0) {
            throw new FarmException(
                    ErrorCode.DATA, "Training set " + set.name() + " is empty: expected at least one attempt");
        }
        int count = examples.size();
        int draws = config.drawsFor(count, warmStart.isPresent());
        try (LearningEngine engine = engines.newEngine(features, config.network(), seed)) {
            warmStart.map(WarmStart::weights).ifPresent(engine::importWeights);
            TrainingSources sources = set.sources();
            Augmentation augmentation = new Augmentation(features, config.cropShiftFor(count));
            Draws drawn = new Draws(examples, sources, augmentation, seed);
            double trainLoss = run(engine, drawn, draws, warmStart.isPresent(), set.name(), progress);
            NamedWeights weights = engine.exportWeights();
            refuseNonFinite(weights, warmStart.isPresent(), set.name());
            int[] validation = round.validation().group(sources.taken().size());
            List<GraspEvaluator.Result> all =
                    evaluator.evaluate(engines.newScorer(features, weights), round.validation(), validation, cache);
            heldBack = round.validation();
            GraspEvaluator.Result measured = all.get(0);
            TrainingMetrics metrics = new TrainingMetrics(
                    count,
                    round.validation().size(),
                    warmStart.map(WarmStart::beganAnewAt).orElse(set.attempts()),
                    draws,
                    Duration.between(start, clock.instant()).toMillis() / 1000.0,
                    trainLoss,
                    measured.loss(),
                    measured.auc(),
                    measured.predictedMinusAchieved(),
                    drawn.metrics(validation, all.subList(1, all.size())),
                    null);
            return new TrainedModel(
                    features, weights, metrics, set.id().toString(), set.sha256(), engines.network(), config);
        }
    }

    /**
     * How two networks rank the attempts that the latest training held back. None has learned from them: which attempts are held back,
     * their ids say.
     *
     * @param candidate what the latest training gave
     * @param serving what is in use, of the same layout
     */
    public HeldBackComparison compare(NamedWeights candidate, NamedWeights serving) {
        return evaluator.compare(
                engines.newScorer(features, candidate), engines.newScorer(features, serving), heldBack, cache);
    }

    private double run(
            LearningEngine engine,
            Draws source,
            int draws,
            boolean warmStart,
            String set,
            Consumer<TrainingProgress> progress) {
        FeatureBatch batch = new FeatureBatch(features, config.batchSize());
        float[] targets = new float[config.batchSize()];
        AuxiliaryTargets auxiliary = new AuxiliaryTargets(config.batchSize());
        int steps = (draws + config.batchSize() - 1) / config.batchSize();
        double recent = Double.NaN;
        double lateLoss = 0;
        int lateSteps = 0;
        for (int step = 0; step < steps; step++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("training on " + set + " was interrupted");
            }
            source.fill(batch, targets, auxiliary);
            double loss = engine.trainStep(
                    batch, targets, auxiliary, config.learningRateAt((double) step / steps, warmStart));
            if (!Double.isFinite(loss)) {
                throw diverged(set, "loss " + loss + " at step " + step + " of " + steps, warmStart);
            }
            // Choices, only shown and recorded: a mean over about ten steps, and one over the last quarter of the
            // round.
            recent = step == 0 ? loss : 0.9 * recent + 0.1 * loss;
            if (step >= steps - Math.max(1, steps / 4)) {
                lateLoss += loss;
                lateSteps++;
            }
            progress.accept(new TrainingProgress(
                    Math.min(draws, (step + 1) * config.batchSize()), draws, OptionalDouble.of(recent)));
        }
        return lateLoss / lateSteps;
    }

    private static void refuseNonFinite(NamedWeights weights, boolean warmStart, String set) {
        List<String> broken = weights.nonFinite();
        if (!broken.isEmpty()) {
            throw diverged(set, "weights " + broken + " are not finite", warmStart);
        }
    }

    private static TrainingDivergedException diverged(String set, String how, boolean warmStart) {
        return new TrainingDivergedException("Training on " + set + " diverged: " + how + "; lower learning."
                + (warmStart ? "warm_" : "") + "peak_learning_rate. The old model stays");
    }

    /**
     * An endless stream of examples: each pass over a source in a new order, each draw in a new variant. Sources take turns so that
     * at any time each has had its share of the draws, to less than one: its weight among those of all sources that have examples.
     */
    private final class Draws {
        private final Examples examples;
        private final TrainingSources sources;
        private final List<String> names;
        private final double[] weights;
        private final int[] starts;
        private final Augmentation augmentation;
        private final int[] next;
        private final int[] drawn;
        private final SplittableRandom random;
        private final byte[] crop = new byte[features.cropSize()];
        private final float[] command = new float[FeatureSpec.COMMAND_SIZE];

        /** @param examples put into another order at each pass */
        Draws(Examples examples, TrainingSources sources, Augmentation augmentation, long seed) {
            this.examples = examples;
            this.augmentation = augmentation;
            this.sources = sources;
            this.names = sources.taken();
            this.starts = examples.group(names.size());
            this.weights = shares();
            this.next = Arrays.copyOfRange(starts, 1, starts.length);
            this.drawn = new int[names.size()];
            this.random = new SplittableRandom(seed);
        }

        /** Of the draws, 0..1; 0 for a source without examples. */
        private double[] shares() {
            double[] shares = new double[names.size()];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = starts[i] < starts[i + 1] ? sources.weights().get(names.get(i)) : 0;
            }
            double sum = Arrays.stream(shares).sum();
            return Arrays.stream(shares).map(weight -> weight / sum).toArray();
        }

        void fill(FeatureBatch batch, float[] targets, AuxiliaryTargets auxiliary) {
            auxiliary.clear();
            for (int i = 0; i < targets.length; i++) {
                int index = nextIndex();
                cache.read(examples.slot(index), crop, command);
                augmentation.put(batch, i, crop, command, random);
                AuxiliaryLabel.put(examples.auxiliary(index), auxiliary, i);
                double smoothing = config.regularisation().labelSmoothing();
                targets[i] = (float) (examples.success(index) ? 1 - smoothing : smoothing);
            }
        }

        private int nextIndex() {
            int source = nextSource();
            drawn[source]++;
            int start = starts[source];
            int end = starts[source + 1];
            if (next[source] == end) {
                next[source] = start;
                for (int i = end - start - 1; i > 0; i--) {
                    examples.swap(start + i, start + random.nextInt(i + 1));
                }
            }
            return next[source]++;
        }

        /** The one that is furthest behind its share. */
        private int nextSource() {
            int most = 0;
            double total = 1;
            for (int count : drawn) {
                total += count;
            }
            for (int i = 1; i < drawn.length; i++) {
                if (weights[i] * total - drawn[i] > weights[most] * total - drawn[most]) {
                    most = i;
                }
            }
            return most;
        }

        /** @param validation where the validation examples of each source begin, and behind it their number */
        List<SourceMetrics> metrics(int[] validation, List<GraspEvaluator.Result> measured) {
            List<SourceMetrics> metrics = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                metrics.add(new SourceMetrics(
                        names.get(i),
                        sources.weights().get(names.get(i)),
                        starts[i + 1] - starts[i],
                        validation[i + 1] - validation[i],
                        drawn[i],
                        measured.get(i).loss(),
                        measured.get(i).auc(),
                        measured.get(i).predictedMinusAchieved()));
            }
            return metrics;
        }
    }

    @Override
    public void close() {
        cache.close();
    }
}
