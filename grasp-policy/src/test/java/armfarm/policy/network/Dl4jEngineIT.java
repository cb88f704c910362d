package armfarm.policy.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.FailureCause;
import armfarm.policy.FeatureSpec;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class Dl4jEngineIT {
    private static final double RATE = 2e-3;
    private static final FailureCause[] CAUSES = FailureCause.values();

    private final Dl4jEngines engines = new Dl4jEngines();

    @Test
    void runsConvolutionsAndNormalisationsOnOneDnn() {
        try (Dl4jEngine engine = engine(1)) {
            engine.trainStep(Batches.random(4, 1), new float[4], RATE);

            for (String name : GraspNetwork.CONVOLUTIONS) {
                Layer convolution = engine.network().getLayer(name);
                Layer norm = engine.network().getLayer(GraspNetwork.normOf(name));
                assertThat(convolution.getHelper()).as(name).isNotNull();
                assertThat(norm.getHelper()).as(name).isNotNull();
            }
        }
    }

    /** Without dropout, which is drawn from one random source for all networks. */
    @Test
    void trainsAsDl4jDoesWithItsOwnParts() throws ReflectiveOperationException {
        NetworkConfig config = new NetworkConfig(0, 0);
        try (Dl4jEngine engine = new Dl4jEngine(Batches.SPEC, config, 1);
                Dl4jEngine plain = new Dl4jEngine(Batches.SPEC, config, 1)) {
            for (String name : GraspNetwork.CONVOLUTIONS) {
                takeOurPartsOut(plain.network(), name);
                assertThat(engine.network().getLayer(name).getHelper()).isInstanceOf(ConvolutionHelper.class);
                assertThat(engine.network().getLayer(GraspNetwork.normOf(name)).getHelper())
                        .isInstanceOf(BatchNormHelper.class);
                assertThat(relu(engine.network(), name).getActivationFn()).isInstanceOf(Relu.class);
            }
            for (int step = 0; step < 5; step++) {
                double loss = engine.trainStep(Batches.random(16, step), labels(16), 1e-3);
                assertThat(loss).isCloseTo(plain.trainStep(Batches.random(16, step), labels(16), 1e-3), within(1e-4));
            }

            NamedWeights expected = plain.exportWeights();
            engine.exportWeights()
                    .tensors()
                    .forEach((name, tensor) -> assertThat(tensor.values())
                            .as(name)
                            .usingComparatorWithPrecision(1e-3f)
                            .containsExactly(expected.tensor(name).values()));
        }
    }

    private static void takeOurPartsOut(ComputationGraph network, String convolution)
            throws ReflectiveOperationException {
        setHelper(network.getLayer(convolution), ConvolutionLayer.class, new MKLDNNConvHelper(DataType.FLOAT));
        setHelper(network.getLayer(GraspNetwork.normOf(convolution)), BatchNormalization.class, null);
        relu(network, convolution).setActivationFn(new ActivationReLU());
    }

    private static void setHelper(Layer layer, Class<?> kind, Object value) throws ReflectiveOperationException {
        Field helper = kind.getDeclaredField("helper");
        helper.setAccessible(true);
        helper.set(layer, value);
    }

    private static ActivationLayer relu(ComputationGraph network, String convolution) {
        return (ActivationLayer)
                network.getLayer(GraspNetwork.reluOf(convolution)).conf().getLayer();
    }

    @Test
    void appliesEveryRelu() {
        try (Dl4jEngine engine = engine(1);
                INDArray crops = Dl4jRuntime.array(Batches.random(4, 1).crops(), 4, 3, 48, 48);
                INDArray commands = Dl4jRuntime.array(Batches.random(4, 1).commands(), 4, FeatureSpec.COMMAND_SIZE)) {
            ComputationGraph network = engine.network();

            Map<String, INDArray> activations = network.feedForward(new INDArray[] {crops, commands}, false);

            for (String name : GraspNetwork.CONVOLUTIONS) {
                INDArray after = activations.get(GraspNetwork.reluOf(name));
                assertThat(after.minNumber().doubleValue()).as(name).isZero();
                assertThat(after.maxNumber().doubleValue()).as(name).isPositive();
            }
            assertThat(activations.get("joined").shape()).containsExactly(4, 48, 12, 12);
            assertThat(activations.get("relu5").shape()).containsExactly(4, 48, 3, 3);
        }
    }

    @Test
    void oneStepChangesEveryLayer() {
        try (Dl4jEngine engine = engine(1)) {
            NamedWeights before = engine.exportWeights();

            engine.trainStep(Batches.random(16, 2), labels(16), auxiliary(16, 3), RATE);

            NamedWeights after = engine.exportWeights();
            assertThat(after.layout()).isEqualTo(before.layout());
            before.tensors()
                    .forEach((name, tensor) ->
                            assertThat(after.tensor(name).values()).as(name).isNotEqualTo(tensor.values()));
        }
    }

    @Test
    void learnsOneBatchOf32ByHeart() {
        FeatureBatch batch = Batches.random(32, 3);
        try (LearningEngine engine = engines.newEngine(Batches.SPEC, new NetworkConfig(0, 0), 1)) {
            double first = engine.trainStep(batch, labels(32), RATE);
            double last = first;
            for (int step = 0; step < 30; step++) {
                last = engine.trainStep(batch, labels(32), RATE);
            }

            assertThat(first).isGreaterThan(0.4);
            assertThat(last).isLessThan(0.02);
        }
    }

    @Test
    void separatesAToySetByTheCommandAndTheCrop() {
        GraspScorer scorer;
        try (LearningEngine engine = engines.newEngine(Batches.SPEC, NetworkConfig.defaults(), 1)) {
            float[] targets = new float[64];
            for (int step = 0; step < 45; step++) {
                FeatureBatch batch = toy(100 + step, targets);
                engine.trainStep(batch, targets, RATE);
            }
            scorer = engines.newScorer(Batches.SPEC, engine.exportWeights());
        }

        float[] expected = new float[64];
        int right = 0;
        for (int part = 0; part < 4; part++) {
            float[] logits = scorer.score(toy(7 + part, expected));
            for (int i = 0; i < 64; i++) {
                right += (logits[i] > 0) == (expected[i] > 0.5) ? 1 : 0;
            }
        }
        assertThat(right).isGreaterThanOrEqualTo((int) (0.95 * 256));
    }

    @Test
    void trainsAndServesHeightsBesideColors() {
        FeatureBatch batch = Batches.random(Batches.WITH_HEIGHTS, 16, 4);
        FeatureBatch others = Batches.random(Batches.WITH_HEIGHTS, 16, 4);
        int crop = Batches.WITH_HEIGHTS.cropSize();
        for (int i = 0; i < 16; i++) {
            Arrays.fill(others.crops(), i * crop + 3 * 48 * 48, (i + 1) * crop, 0.5f);
        }
        try (LearningEngine engine = engines.newEngine(Batches.WITH_HEIGHTS, NetworkConfig.defaults(), 1);
                LearningEngine colors = engines.newEngine(Batches.SPEC, NetworkConfig.defaults(), 1)) {
            engine.trainStep(batch, labels(16), RATE);
            NamedWeights weights = engine.exportWeights();
            GraspScorer scorer = engines.newScorer(Batches.WITH_HEIGHTS, weights);

            assertThat(weights.tensor("conv1_W").shape()).containsExactly(16, 4, 5, 5);
            assertThat(scorer.score(batch)).isEqualTo(scorer.score(batch)).isNotEqualTo(scorer.score(others));
            assertThatThrownBy(() -> colors.importWeights(weights))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("conv1_W");
        }
    }

    @Test
    void servesWhatItTrained() {
        FeatureBatch batch = Batches.random(16, 4);
        try (Dl4jEngine engine = engine(1)) {
            for (int step = 0; step < 3; step++) {
                engine.trainStep(batch, labels(16), RATE);
            }
            float[] logits =
                    engines.newScorer(Batches.SPEC, engine.exportWeights()).score(batch);

            try (INDArray crops = Dl4jRuntime.array(batch.crops(), 16, 3, 48, 48);
                    INDArray commands = Dl4jRuntime.array(batch.commands(), 16, FeatureSpec.COMMAND_SIZE)) {
                float[] probabilities = Dl4jRuntime.values(engine.network().output(crops, commands)[0]);
                for (int i = 0; i < 16; i++) {
                    assertThat(1 / (1 + Math.exp(-logits[i]))).isCloseTo(probabilities[i], within(1e-5));
                }
            }
        }
    }

    @Test
    void servesTheCausesThatItTrainedWithoutTouchingTheScores() {
        FeatureBatch batch = Batches.random(16, 4);
        try (Dl4jEngine engine = engine(1)) {
            for (int step = 0; step < 5; step++) {
                engine.trainStep(batch, labels(16), auxiliary(16, 3), RATE);
            }
            GraspScorer scorer = engines.newScorer(Batches.SPEC, engine.exportWeights());
            float[] logits = scorer.score(batch);

            float[] causes = scorer.causesOfFailure(batch).orElseThrow();

            assertThat(scorer.score(batch)).containsExactly(logits);
            assertThat(scorer.causesOfFailure(batch).orElseThrow()).containsExactly(causes);
            try (INDArray crops = Dl4jRuntime.array(batch.crops(), 16, 3, 48, 48);
                    INDArray commands = Dl4jRuntime.array(batch.commands(), 16, FeatureSpec.COMMAND_SIZE)) {
                assertThat(causes)
                        .usingComparatorWithPrecision(1e-5f)
                        .containsExactly(Dl4jRuntime.values(engine.network().output(crops, commands)[2]));
            }
        }
    }

    @Test
    void learnsWhyGraspsFail() {
        GraspScorer scorer;
        float[] failed = new float[64];
        int[] causes = new int[64];
        try (LearningEngine engine = engines.newEngine(Batches.SPEC, NetworkConfig.defaults(), 1)) {
            AuxiliaryTargets targets = new AuxiliaryTargets(64);
            for (int step = 0; step < 60; step++) {
                FeatureBatch batch = failures(100 + step, causes);
                targets.clear();
                for (int row = 0; row < 64; row++) {
                    targets.putCause(row, CAUSES[causes[row]]);
                }
                engine.trainStep(batch, failed, targets, RATE);
            }
            scorer = engines.newScorer(Batches.SPEC, engine.exportWeights());
        }

        float[] found = scorer.causesOfFailure(failures(7, causes)).orElseThrow();
        int right = 0;
        for (int row = 0; row < 64; row++) {
            assertThat(found[3 * row] + found[3 * row + 1] + found[3 * row + 2]).isCloseTo(1, within(1e-6f));
            right += found[3 * row + causes[row]] > 0.5 ? 1 : 0;
        }
        assertThat(right).isGreaterThanOrEqualTo(58);
    }

    /** Crops of three brightnesses, one for each cause. */
    private static FeatureBatch failures(long seed, int[] causes) {
        SplittableRandom random = new SplittableRandom(seed);
        FeatureBatch batch = new FeatureBatch(Batches.SPEC, causes.length);
        int cropSize = Batches.SPEC.cropSize();
        for (int i = 0; i < causes.length; i++) {
            causes[i] = random.nextInt(CAUSES.length);
            for (int k = 0; k < cropSize; k++) {
                batch.crops()[i * cropSize + k] = 0.6f * (causes[i] - 1) + 0.3f * (float) random.nextGaussian();
            }
        }
        return batch;
    }

    @Test
    void goesOnFromAModelThatKnowsNoCauses() {
        try (Dl4jEngine engine = engine(1)) {
            Map<String, NamedWeights.Tensor> before =
                    new LinkedHashMap<>(engine.exportWeights().tensors());
            before.keySet().removeIf(tensor -> tensor.startsWith(GraspNetwork.CAUSE + "_"));
            NamedWeights old = new NamedWeights(before);
            float[] fresh = engine.exportWeights().tensor("cause_W").values();

            engine.importWeights(old);

            assertThat(engine.exportWeights().tensor("cause_W").values()).containsExactly(fresh);
            assertThat(engines.newScorer(Batches.SPEC, old).causesOfFailure(Batches.random(4, 1)))
                    .isEmpty();
        }
    }

    @Test
    void goesOnFromImportedWeights() {
        try (Dl4jEngine trained = engine(1);
                Dl4jEngine other = engine(2)) {
            trained.trainStep(Batches.random(16, 5), labels(16), RATE);
            NamedWeights weights = trained.exportWeights();

            other.importWeights(weights);

            weights.tensors()
                    .forEach((name, tensor) -> assertThat(
                                    other.exportWeights().tensor(name).values())
                            .as(name)
                            .isEqualTo(tensor.values()));
        }
    }

    @Test
    void repeatsATrainingBitForBit() {
        List<float[]> hidden = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (Dl4jEngine engine = engine(9)) {
                for (int step = 0; step < 3; step++) {
                    engine.trainStep(Batches.random(16, step), labels(16), RATE);
                }
                hidden.add(engine.exportWeights().tensor("hidden_W").values());
            }
        }

        assertThat(hidden.get(1)).isEqualTo(hidden.get(0));
    }

    @Test
    void scoresTheSameFromFourThreadsAtOnce() throws InterruptedException, ExecutionException {
        GraspScorer scorer;
        try (Dl4jEngine engine = engine(1)) {
            scorer = engines.newScorer(Batches.SPEC, engine.exportWeights());
        }
        float[] expected = scorer.score(Batches.random(32, 0));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<float[]> task = () -> scorer.score(Batches.random(32, 0));
            List<Future<float[]>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(threads.submit(task));
            }

            for (Future<float[]> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatIsMaskedTeachesNothing() {
        try (Dl4jEngine engine = engine(1);
                Dl4jEngine same = engine(1)) {
            NamedWeights before = engine.exportWeights();
            AuxiliaryTargets opening = new AuxiliaryTargets(16);
            for (int row = 0; row < 16; row++) {
                opening.put(row, 0, 1);
            }

            double masked = engine.trainStep(Batches.random(16, 2), labels(16), new AuxiliaryTargets(16), RATE);
            double known = same.trainStep(Batches.random(16, 2), labels(16), opening, RATE);

            // Bias has no weight penalty: without a gradient it does not move.
            assertThat(engine.exportWeights().tensor("auxiliary_b").values())
                    .containsExactly(before.tensor("auxiliary_b").values());
            assertThat(engine.exportWeights().tensor("cause_b").values())
                    .containsExactly(before.tensor("cause_b").values());
            float[] moved = same.exportWeights().tensor("auxiliary_b").values();
            assertThat(moved[0]).isPositive();
            assertThat(moved[1]).isZero();
            assertThat(moved[2]).isZero();
            assertThat(known).isGreaterThan(masked);
        }
    }

    @Test
    void theSameSuccessIsLearnedWhereNothingElseIsKnownAsWithoutTheOutputs() {
        NamedWeights start;
        try (Dl4jEngine engine = engine(1)) {
            start = engine.exportWeights();
        }
        try (LearningEngine with = engines.newEngine(Batches.SPEC, new NetworkConfig(0, 1e-4, 0.2), 1);
                LearningEngine without = engines.newEngine(Batches.SPEC, new NetworkConfig(0, 1e-4), 1)) {
            with.importWeights(start);
            without.importWeights(start);

            double first = with.trainStep(Batches.random(16, 2), labels(16), RATE);
            double second = without.trainStep(Batches.random(16, 2), labels(16), RATE);

            assertThat(first).isCloseTo(second, within(1e-4)); // the weight penalty of the outputs is rounded
            assertThat(with.exportWeights().tensor("hidden_W").values())
                    .usingComparatorWithPrecision(1e-6f)
                    .containsExactly(without.exportWeights().tensor("hidden_W").values());
        }
    }

    @Test
    void goesOnFromAModelWithoutAuxiliaryOutputsAndServesOneThatHasThem() {
        NamedWeights old;
        try (LearningEngine engine = engines.newEngine(Batches.SPEC, new NetworkConfig(0.3, 1e-4), 7)) {
            old = engine.exportWeights();
        }
        assertThat(old.layout())
                .noneMatch(
                        tensor -> tensor.startsWith(GraspNetwork.AUXILIARY) || tensor.startsWith(GraspNetwork.CAUSE));
        try (Dl4jEngine engine = engine(1)) {
            float[] fresh = engine.exportWeights().tensor("auxiliary_W").values();

            engine.importWeights(old);

            NamedWeights goneOn = engine.exportWeights();
            assertThat(goneOn.tensor("hidden_W").values())
                    .containsExactly(old.tensor("hidden_W").values());
            assertThat(goneOn.tensor("auxiliary_W").values()).containsExactly(fresh);
            FeatureBatch batch = Batches.random(8, 3);
            assertThat(engines.newScorer(Batches.SPEC, goneOn).score(batch))
                    .containsExactly(engines.newScorer(Batches.SPEC, old).score(batch));
        }
    }

    private static AuxiliaryTargets auxiliary(int size, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AuxiliaryTargets targets = new AuxiliaryTargets(size);
        for (int i = 0; i < size * AuxiliaryTargets.OUTPUTS; i++) {
            targets.put(i / AuxiliaryTargets.OUTPUTS, i % AuxiliaryTargets.OUTPUTS, (float) random.nextDouble());
        }
        for (int row = 0; row < size; row += 2) {
            targets.putCause(row, CAUSES[row / 2 % CAUSES.length]);
        }
        return targets;
    }

    @Test
    void namesTheTensorThatDoesNotFit() {
        try (Dl4jEngine engine = engine(1)) {
            Map<String, NamedWeights.Tensor> tensors =
                    new LinkedHashMap<>(engine.exportWeights().tensors());
            tensors.put("hidden_b", new NamedWeights.Tensor(List.of(32), new float[32]));
            NamedWeights wrong = new NamedWeights(tensors);

            assertThatThrownBy(() -> engine.importWeights(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("hidden_b [32]")
                    .hasMessageContaining("hidden_b [64]");
            assertThatThrownBy(() -> engines.newScorer(Batches.SPEC, wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Dl4jEngine engine(long seed) {
        return new Dl4jEngine(Batches.SPEC, NetworkConfig.defaults(), seed);
    }

    private static float[] labels(int size) {
        float[] labels = new float[size];
        for (int i = 0; i < size; i++) {
            labels[i] = i % 2;
        }
        return labels;
    }

    /** Success if the crop is brighter than a threshold that the command gives. */
    private static FeatureBatch toy(long seed, float[] targets) {
        SplittableRandom random = new SplittableRandom(seed);
        FeatureBatch batch = new FeatureBatch(Batches.SPEC, targets.length);
        int cropSize = Batches.SPEC.cropSize();
        for (int i = 0; i < targets.length; i++) {
            float brightness = (float) (2 * random.nextDouble() - 1);
            float threshold = (float) (random.nextBoolean() ? 0.4 : -0.4);
            if (Math.abs(brightness - threshold) < 0.1) {
                brightness = threshold + Math.copySign(0.1f, brightness - threshold);
            }
            for (int k = 0; k < cropSize; k++) {
                batch.crops()[i * cropSize + k] = brightness + 0.3f * (float) random.nextGaussian();
            }
            batch.commands()[i * FeatureSpec.COMMAND_SIZE] = threshold * 2;
            targets[i] = brightness > threshold ? 1 : 0;
        }
        return batch;
    }
}
