package armfarm.policy.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import armfarm.episodes.Split;
import armfarm.episodes.TrainingSources;
import armfarm.messages.AttemptSource;
import armfarm.policy.FeatureSpec;
import armfarm.policy.network.AuxiliaryTargets;
import armfarm.policy.network.Batches;
import armfarm.policy.network.EngineFactory;
import armfarm.policy.network.FeatureBatch;
import armfarm.policy.network.GraspScorer;
import armfarm.policy.network.LearningEngine;
import armfarm.policy.network.NamedWeights;
import armfarm.policy.network.NetworkConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drawn of which source. */
class SourceDrawsTest {
    private static final int BATCH = 32;

    @TempDir
    private Path folder;

    /** Keeps what it is shown. */
    private static final class WatchedEngines implements EngineFactory {
        private final List<float[]> crops = new ArrayList<>();
        private final List<float[]> targets = new ArrayList<>();

        @Override
        public LearningEngine newEngine(FeatureSpec spec, NetworkConfig config, long seed) {
            return new LearningEngine() {
                @Override
                public double trainStep(
                        FeatureBatch batch, float[] wanted, AuxiliaryTargets auxiliary, double learningRate) {
                    crops.add(batch.crops().clone());
                    targets.add(wanted.clone());
                    return 0.7;
                }

                @Override
                public NamedWeights exportWeights() {
                    return new NamedWeights(Map.of("only", new NamedWeights.Tensor(List.of(1), new float[] {1})));
                }

                @Override
                public void importWeights(NamedWeights weights) {}

                @Override
                public void close() {}
            };
        }

        @Override
        public GraspScorer newScorer(FeatureSpec spec, NamedWeights weights) {
            return batch -> new float[batch.size()];
        }

        @Override
        public String network() {
            return "none";
        }

        @Override
        public String description() {
            return "a test's engine";
        }

        private long successes(int step) {
            float[] wanted = targets.get(step);
            long count = 0;
            for (float target : wanted) {
                count += target > 0.5 ? 1 : 0;
            }
            return count;
        }
    }

    private final WatchedEngines engines = new WatchedEngines();

    private TrainingMetrics train(Bars bars, int draws) {
        TrainingConfig config = new TrainingConfig(
                300,
                0.5,
                100,
                750,
                new TrainingConfig.FreshStart(1.4, draws, draws),
                new TrainingConfig.GoingOn(1, draws, draws, 1e-3),
                BATCH,
                2e-3,
                4e-5,
                new TrainingConfig.Regularisation(0.03, 2),
                NetworkConfig.defaults());
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        try (GraspTrainer trainer = new GraspTrainer(
                engines, Batches.SPEC, config, clock, folder.resolve("crops" + engines.crops.size()), 0)) {
            return trainer.train(bars, Optional.empty(), 3, progress -> {}).metrics();
        }
    }

    /** Failures of an arm's own, then successes of a data set. */
    private static Bars mixed(int own, int imported, Map<String, Double> weights) {
        Bars bars = new Bars();
        bars.sources = TrainingSources.of(weights);
        for (int i = 0; i < own + imported; i++) {
            bars.add(i, Split.TRAIN);
            bars.relabel(i, i >= own);
            bars.comesFrom(i, i < own ? AttemptSource.EMBEDDED : new AttemptSource("imported:lab"));
        }
        return bars;
    }

    @Test
    void aSourceIsDrawnByItsWeightAndNotByItsNumberOfAttempts() {
        TrainingMetrics metrics = train(mixed(40, 4, Map.of("own", 3.0, "imported", 1.0)), 4 * BATCH);

        assertThat(engines.targets).hasSize(4);
        for (int step = 0; step < 4; step++) {
            assertThat(engines.successes(step)).as("a quarter of each batch").isEqualTo(BATCH / 4);
        }
        assertThat(metrics.sources())
                .extracting(SourceMetrics::source, SourceMetrics::trainingExamples, SourceMetrics::draws)
                .containsExactly(tuple("imported", 4, BATCH), tuple("own", 40, 3 * BATCH));
        assertThat(metrics.trainingExamples()).isEqualTo(44);
    }

    @Test
    void aDataSetCanHaveAWeightOfItsOwn() {
        TrainingMetrics metrics =
                train(mixed(8, 8, Map.of("own", 1.0, "imported", 5.0, "imported:lab", 1.0)), 2 * BATCH);

        assertThat(metrics.sources())
                .extracting(SourceMetrics::source, SourceMetrics::draws)
                .containsExactly(tuple("imported", 0), tuple("imported:lab", BATCH), tuple("own", BATCH));
    }

    @Test
    void aSourceWithoutAttemptsChangesNothingOfWhatIsDrawn() {
        train(mixed(20, 0, Map.of("own", 1.0)), 3 * BATCH);
        List<float[]> alone = List.copyOf(engines.crops);
        engines.crops.clear();

        train(mixed(20, 0, Map.of("own", 0.5, "imported", 9.0)), 3 * BATCH);

        assertThat(engines.crops)
                .hasSize(3)
                .usingElementComparator(Arrays::compare)
                .isEqualTo(alone);
    }

    @Test
    void eachPassOverASourceShowsEachOfItsAttemptsOnce() {
        Bars bars = mixed(30, 4, Map.of("own", 1.0, "imported", 1.0));
        bars.relabel(30, false);
        bars.relabel(31, false);

        train(bars, BATCH);

        assertThat(engines.successes(0))
                .as("half of four passes over four attempts")
                .isEqualTo(BATCH / 4);
    }

    @Test
    void theValidationIsMeasuredBySource() {
        Bars bars = mixed(8, 8, Map.of("own", 1.0, "imported", 1.0));
        for (int i = 16; i < 20; i++) {
            bars.add(i, Split.VALIDATION);
            bars.relabel(i, i == 16);
            bars.comesFrom(i, i < 17 ? AttemptSource.GAZEBO : new AttemptSource("imported:lab"));
        }

        TrainingMetrics metrics = train(bars, BATCH);

        assertThat(metrics.validationExamples()).isEqualTo(4);
        assertThat(metrics.predictedMinusAchieved()).isEqualTo(0.25);
        assertThat(metrics.sources())
                .extracting(SourceMetrics::validationExamples, SourceMetrics::predictedMinusAchieved)
                .containsExactly(tuple(3, 0.5), tuple(1, -0.5));
    }
}
