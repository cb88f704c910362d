package armfarm.policy.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ModelVersion;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import armfarm.messages.SuccessRate;
import armfarm.policy.EliteSearchConfig;
import armfarm.policy.GraspPolicy;
import armfarm.policy.GraspSpace;
import armfarm.policy.Observation;
import armfarm.policy.RandomPolicy;
import armfarm.policy.SearchPolicy;
import armfarm.policy.network.Batches;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.network.GraspPreprocessor;
import armfarm.policy.network.NetworkConfig;
import armfarm.policy.network.NetworkPredictor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraspTrainerIT {
    private static final GraspSpace SPACE = new GraspSpace(-0.1, 0.1, -0.1, 0.1, 0.0095, 0.0245, Math.PI / 2);
    private static final Pose HOME = Pose.topDown(0, 0.3, 0.4, 0);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    private final Dl4jEngines engines = new Dl4jEngines();

    @TempDir
    Path folder;

    private GraspTrainer trainer;

    @AfterEach
    void closeTrainer() {
        trainer.close();
    }

    @Test
    void learnsToGraspBars() {
        Bars bars = Bars.of(300, 80);
        trainer = trainer(config(3_600, 2e-3));

        TrainedModel model = trainer.train(bars, Optional.empty(), 1, p -> {});

        SuccessRate policy = successOf(new SearchPolicy(
                new ModelVersion("m0001-test"),
                new NetworkPredictor(
                        new GraspPreprocessor(Batches.SPEC), engines.newScorer(Batches.SPEC, model.weights())),
                EliteSearchConfig.defaults()));
        SuccessRate random = successOf(new RandomPolicy());
        assertThat(model.metrics().validationAuc()).isGreaterThan(0.85);
        assertThat(Math.abs(model.metrics().predictedMinusAchieved())).isLessThan(0.15);
        assertThat(policy.low()).isGreaterThan(3 * random.high());
    }

    @Test
    void repeatsATrainingAndLoadsEachAttemptOnce() {
        Bars bars = Bars.of(40, 10);
        trainer = trainer(config(128, 2e-3));
        List<TrainingProgress> progress = new ArrayList<>();

        TrainedModel first = trainer.train(bars, Optional.empty(), 3, progress::add);
        TrainedModel second = trainer.train(bars, Optional.empty(), 3, p -> {});
        TrainedModel warm = trainer.train(bars, Optional.of(new WarmStart(first.weights(), 12)), 3, p -> {});

        assertThat(bars.loaded).hasSize(50).doesNotHaveDuplicates();
        assertThat(progress).hasSize(2).last().satisfies(p -> {
            assertThat(p.drawsDone()).isEqualTo(128);
            assertThat(p.drawsTotal()).isEqualTo(128);
        });
        first.weights().tensors().forEach((name, tensor) -> {
            assertThat(second.weights().tensor(name).values()).as(name).isEqualTo(tensor.values());
            assertThat(warm.weights().tensor(name).values()).as(name).isNotEqualTo(tensor.values());
        });
        assertThat(first.trainingSetSha256()).isEqualTo(bars.set().sha256());
        assertThat(first.metrics().validationExamples()).isEqualTo(10);
    }

    @Test
    void reportsDivergence() {
        Bars bars = Bars.of(20, 0);
        trainer = trainer(config(640, 1e30));

        assertThatThrownBy(() -> trainer.train(bars, Optional.empty(), 1, p -> {}))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("Training on bars diverged")
                .hasMessageContaining("lower learning.peak_learning_rate")
                .hasMessageContaining("old model stays");
    }

    @Test
    void namesTheRateOfWeightsThatGoOnWhenTheyDiverge() {
        Bars bars = Bars.of(20, 0);
        trainer = trainer(config(64, 2e-3));
        WarmStart start = new WarmStart(
                trainer.train(bars, Optional.empty(), 1, p -> {}).weights(),
                bars.set().attempts());
        trainer.close();
        trainer = trainer(config(640, 1e30));

        assertThatThrownBy(() -> trainer.train(bars, Optional.of(start), 1, p -> {}))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("lower learning.warm_peak_learning_rate");
    }

    @Test
    void stopsWhenInterrupted() {
        Bars bars = Bars.of(20, 0);
        trainer = trainer(config(640, 2e-3));
        List<TrainingProgress> progress = new ArrayList<>();

        assertThatThrownBy(() -> trainer.train(bars, Optional.empty(), 1, p -> {
                    progress.add(p);
                    Thread.currentThread().interrupt();
                }))
                .isInstanceOf(CancellationException.class);

        assertThat(progress).hasSize(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void makesDamagedCropsAnewAndTrainsTheSame() throws IOException {
        Bars bars = Bars.of(40, 10);
        trainer = trainer(config(128, 2e-3));
        TrainedModel first = trainer.train(bars, Optional.empty(), 3, p -> {});
        try (FileChannel file = FileChannel.open(folder.resolve("crops.bin"), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), file.size() / 2);
        }

        TrainedModel second = trainer.train(bars, Optional.empty(), 3, p -> {});

        assertThat(bars.loaded).hasSize(100);
        first.weights()
                .tensors()
                .forEach((name, tensor) -> assertThat(
                                second.weights().tensor(name).values())
                        .as(name)
                        .isEqualTo(tensor.values()));
    }

    private GraspTrainer trainer(TrainingConfig config) {
        return new GraspTrainer(engines, Batches.SPEC, config, CLOCK, folder, 0);
    }

    private static TrainingConfig config(int draws, double rate) {
        return new TrainingConfig(
                300,
                0.5,
                100,
                750,
                new TrainingConfig.FreshStart(1.4, 1_000, draws),
                new TrainingConfig.GoingOn(1, draws, draws, rate),
                64,
                rate,
                Math.min(rate, 4e-5),
                new TrainingConfig.Regularisation(0.03, 2),
                NetworkConfig.defaults());
    }

    /** On scenes that no training saw. */
    private static SuccessRate successOf(GraspPolicy policy) {
        int trials = 60;
        int successes = 0;
        for (int i = 0; i < trials; i++) {
            BarScene scene = new BarScene(1_000_000 + i);
            RgbImage image = scene.image();
            PolicyDecision decision = policy.decide(new Observation(image, scene.camera, HOME, SPACE, List.of()), i);
            successes += scene.succeeds(decision.command().appliedTo(HOME)) ? 1 : 0;
        }
        return new SuccessRate(successes, trials);
    }
}
