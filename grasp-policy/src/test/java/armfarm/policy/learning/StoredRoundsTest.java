package armfarm.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelState;
import armfarm.episodes.testing.Attempts;
import armfarm.episodes.testing.MemoryEpisodeStore;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import armfarm.messages.JpegCodec;
import armfarm.messages.LabelSource;
import armfarm.messages.ModelVersion;
import armfarm.messages.Outcome;
import armfarm.messages.OutcomeLabel;
import armfarm.messages.Pose;
import armfarm.messages.Purpose;
import armfarm.messages.RgbImage;
import armfarm.messages.board.ModelFiles;
import armfarm.messages.supervision.Supervision;
import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspSpace;
import armfarm.policy.PolicyJson;
import armfarm.policy.SearchKind;
import armfarm.policy.network.AuxiliaryTargets;
import armfarm.policy.network.EngineFactory;
import armfarm.policy.network.FeatureBatch;
import armfarm.policy.network.GraspScorer;
import armfarm.policy.network.LearningEngine;
import armfarm.policy.network.NamedWeights;
import armfarm.policy.network.NetworkConfig;
import armfarm.policy.practice.PracticeConfig;
import armfarm.policy.release.ModelRefusedException;
import armfarm.policy.release.ModelRegistry;
import armfarm.policy.training.TrainingConfig;
import armfarm.policy.training.TrainingRun;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds on a store in memory with an engine that learns nothing, but differently each time. */
class StoredRoundsTest {
    private static final GraspSpace SPACE = new GraspSpace(-0.1, 0.1, -0.1, 0.1, 0.0095, 0.0245, Math.PI / 2);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    private static final TrainingConfig CONFIG = new TrainingConfig(
            4,
            0.5,
            1,
            100,
            new TrainingConfig.FreshStart(1.4, 1, 64),
            new TrainingConfig.GoingOn(1, 64, 64, 1e-3),
            32,
            2e-3,
            4e-5,
            new TrainingConfig.Regularisation(0.03, 2),
            NetworkConfig.defaults());

    private static final PracticeConfig PRACTICE =
            new PracticeConfig(15, 2, 0.1, SearchKind.ELITES.defaults(), SearchKind.ELITES.wide());

    @TempDir
    private Path folder;

    private final MemoryEpisodeStore store = new MemoryEpisodeStore(CLOCK);
    private final Attempts attempts = attemptsWithPictures();
    private final FakeEngines engines = new FakeEngines();
    private final FakeFiles files = new FakeFiles();
    private final List<StoredRounds> opened = new ArrayList<>();
    private ArmPolicies policies = new ArmPolicies(PRACTICE);

    private static Attempts attemptsWithPictures() {
        Attempts attempts = new Attempts(5);
        attempts.image =
                Optional.of(JpegCodec.encode(new RgbImage(64, 48, new byte[3 * 64 * 48]), JpegCodec.DEFAULT_QUALITY));
        return attempts;
    }

    @AfterEach
    void close() {
        opened.forEach(StoredRounds::close);
    }

    /** Weights that count the engines made; steps do nothing. */
    private static final class FakeEngines implements EngineFactory {
        private final List<Optional<NamedWeights>> starts = new ArrayList<>();
        private int made;
        private boolean scoresAllTheSame;
        /** Networks from this one on rank the other way round. */
        private int reversedFrom = Integer.MAX_VALUE;

        @Override
        public LearningEngine newEngine(FeatureSpec spec, NetworkConfig config, long seed) {
            int number = ++made;
            int at = starts.size();
            starts.add(Optional.empty());
            return new LearningEngine() {
                @Override
                public double trainStep(
                        FeatureBatch batch, float[] targets, AuxiliaryTargets auxiliary, double learningRate) {
                    return 0.7;
                }

                @Override
                public NamedWeights exportWeights() {
                    return new NamedWeights(Map.of("only", new NamedWeights.Tensor(List.of(1), new float[] {number})));
                }

                @Override
                public void importWeights(NamedWeights weights) {
                    starts.set(at, Optional.of(weights));
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public GraspScorer newScorer(FeatureSpec spec, NamedWeights weights) {
            int sign = weights.tensor("only").values()[0] < reversedFrom ? 1 : -1;
            AtomicInteger scored = new AtomicInteger();
            return batch -> {
                float[] logits = new float[batch.size()];
                for (int i = 0; i < logits.length; i++) {
                    logits[i] = scoresAllTheSame ? 0.5f : sign * scored.getAndIncrement();
                }
                return logits;
            };
        }

        @Override
        public String network() {
            return "one number";
        }

        @Override
        public String description() {
            return "a test's engine";
        }
    }

    /** Model files for arms of other processes, in memory. */
    private static final class FakeFiles implements ModelFiles {
        private final Map<ModelVersion, byte[]> kept = new LinkedHashMap<>();
        private Optional<ModelVersion> newest = Optional.empty();

        @Override
        public void keep(ModelVersion version, byte[] content) {
            kept.putIfAbsent(version, content);
        }

        @Override
        public Optional<ModelVersion> newest() {
            return newest;
        }

        @Override
        public byte[] content(ModelVersion version) {
            return kept.get(version);
        }
    }

    private StoredRounds rounds(String models) {
        return rounds(models, CONFIG);
    }

    private StoredRounds rounds(String models, TrainingConfig config) {
        StoredRounds rounds = new StoredRounds(
                new TrainerLoop.Setup(
                        Supervision.byHand(CLOCK, said -> {}, pause -> {}),
                        store,
                        engines,
                        folder.resolve(models),
                        folder.resolve("crops-" + opened.size()),
                        SPACE,
                        config,
                        PRACTICE,
                        7,
                        "1.2.3",
                        0,
                        () -> store.statistics().counts().practice(),
                        CLOCK,
                        Optional.of(files)),
                policies);
        opened.add(rounds);
        return rounds;
    }

    private List<GraspAttempt> append(int count) {
        List<GraspAttempt> some = attempts.next(count);
        store.stream().append(new EpisodeBatch(some, List.of(), List.of()));
        return some;
    }

    private List<ModelState> states() {
        return store.models().all().stream().map(ModelRecord::state).toList();
    }

    @Test
    void beginsWithNothing() {
        StoredRounds rounds = rounds("models");

        assertThat(rounds.resume()).isZero();
        assertThat(rounds.latest()).isZero();
        assertThat(policies.served()).isEmpty();
    }

    @Test
    void freezesWhatIsStoredTrainsOnItAndPutsTheModelOnTheArms() {
        List<GraspAttempt> stored = append(5);
        store.curation()
                .addLabel(
                        stored.get(0).id(),
                        new OutcomeLabel(LabelSource.HUMAN, Outcome.FAILURE, 1),
                        Optional.empty(),
                        Optional.empty());
        StoredRounds rounds = rounds("models");

        assertThat(rounds.train(1, progress -> {})).isEqualTo(5);

        ModelRecord model = store.models().all().get(0);
        assertThat(model.state()).isEqualTo(ModelState.FLEET);
        assertThat(model.round()).isEqualTo(1);
        assertThat(model.fileName()).isEqualTo(ModelRegistry.fileName(model.version()));
        assertThat(folder.resolve("models").resolve(model.fileName())).isNotEmptyFile();
        assertThat(store.trainingSets().find(model.trainingSet().orElseThrow())).hasValueSatisfying(set -> {
            assertThat(set.name()).isEqualTo("round-1");
            assertThat(set.attempts()).isEqualTo(5);
            assertThat(set.successes()).isEqualTo(4);
        });
        assertThat(policies.served()).hasValueSatisfying(served -> {
            assertThat(served.version()).isEqualTo(model.version());
            assertThat(served.manifest().codeVersion()).isEqualTo("1.2.3");
            assertThat(served.manifest().engine()).isEqualTo("a test's engine");
        });
        assertThat(files.kept).containsOnlyKeys(model.version());
        assertThat(rounds.latest()).isEqualTo(1);
    }

    @Test
    void importsThatAreTrainedOnDoNotMakeTheNextRoundWaitForPractice() {
        append(3);
        attempts.purpose = Purpose.IMPORT;
        attempts.grasp = Optional.of(SPACE.sample(new SplittableRandom(1)));
        append(40);
        attempts.grasp = Optional.of(Pose.topDown(5, 5, 5, 0));
        append(1);

        TrainingConfig mixed = CONFIG.withSources(Map.of("own", 1.0, "imported", 0.5));
        assertThat(rounds("models", mixed).train(1, progress -> {}))
                .as("practice")
                .isEqualTo(3);
        assertThat(rounds("models", mixed).resume())
                .as("practice, after a restart")
                .isEqualTo(3);

        ModelRecord model = store.models().all().get(0);
        assertThat(store.trainingSets().find(model.trainingSet().orElseThrow())).hasValueSatisfying(set -> {
            assertThat(set.attempts()).as("without the one elsewhere").isEqualTo(43);
            assertThat(set.sources().weights()).isEqualTo(Map.of("own", 1.0, "imported", 0.5));
        });
        assertThat(model.metricsJson()).contains("\"sources\":[{\"source\":\"imported\",\"weight\":0.5,");
    }

    @Test
    void goesOnFromTheWeightsInUseAndRetiresTheModelBefore() {
        append(5);
        StoredRounds rounds = rounds("models");
        rounds.train(1, progress -> {});
        NamedWeights first = policies.served().orElseThrow().weights();
        append(1);

        assertThat(rounds.train(2, progress -> {})).isEqualTo(6);

        assertThat(engines.starts.get(0)).as("from scratch").isEmpty();
        assertThat(engines.starts.get(1).orElseThrow()).isSameAs(first);
        assertThat(states()).containsExactly(ModelState.RETIRED, ModelState.FLEET);
        ModelVersion second = store.models().all().get(1).version();
        assertThat(store.models().all().get(0).reason()).isEqualTo("replaced by " + second);
        assertThat(policies.served().orElseThrow().version()).isEqualTo(second);
    }

    @Test
    void beginsAnewWhenTheDataHasOutgrownTheWeights() {
        append(5);
        StoredRounds rounds = rounds("models");
        rounds.train(1, progress -> {});
        append(1);
        rounds.train(2, progress -> {});
        append(1);

        assertThat(rounds.train(3, progress -> {})).isEqualTo(7); // 1.4 times the 5 of round 1

        assertThat(engines.starts.get(1)).as("goes on").isPresent();
        assertThat(engines.starts.get(2)).as("from scratch").isEmpty();
        assertThat(policies.served().orElseThrow().manifest().metrics().beganAnewAt())
                .isEqualTo(7);
    }

    @Test
    void aModelThatIsRefusedLeavesTheOldOneOnTheArms() {
        append(5);
        StoredRounds rounds = rounds("models");
        rounds.train(1, progress -> {});
        ModelVersion old = policies.served().orElseThrow().version();
        engines.scoresAllTheSame = true;

        assertThatThrownBy(() -> rounds.train(2, progress -> {}))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("for everything, expected differences");

        assertThat(policies.served().orElseThrow().version()).isEqualTo(old);
        assertThat(states()).containsExactly(ModelState.FLEET);
        assertThat(files.kept).containsOnlyKeys(old);
    }

    @Test
    void aModelThatCertainlyRanksWorseIsKeptButNotReleased() {
        attempts.outcome = Outcome.FAILURE;
        append(1000);
        attempts.outcome = Outcome.SUCCESS;
        append(1000);
        StoredRounds rounds = rounds("models");
        rounds.train(1, progress -> {});
        ModelVersion first = policies.served().orElseThrow().version();
        engines.reversedFrom = 2;

        assertThat(rounds.train(2, progress -> {})).isEqualTo(2000);

        assertThat(policies.model()).hasValue(first);
        assertThat(states()).containsExactly(ModelState.FLEET, ModelState.REFUSED);
        ModelRecord second = store.models().all().get(1);
        assertThat(second.reason())
                .startsWith("certainly worse: AUC 0.000 against 1.000 of " + first + " on the same ")
                .contains("difference -1.000");
        assertThat(folder.resolve("models").resolve(second.fileName())).isNotEmptyFile();
        assertThat(files.kept).as("for arms elsewhere").containsOnlyKeys(first);

        policies = new ArmPolicies(PRACTICE);
        StoredRounds restarted = rounds("models");
        restarted.resume();
        assertThat(policies.model()).as("after a restart").hasValue(first);
        assertThat(restarted.latest()).isEqualTo(2);

        engines.reversedFrom = Integer.MAX_VALUE;
        restarted.train(3, progress -> {});
        assertThat(states()).containsExactly(ModelState.RETIRED, ModelState.REFUSED, ModelState.FLEET);
        assertThat(store.models().all().get(2).reason()).startsWith("newest; AUC 1.000 against 1.000 of " + first);
    }

    @Test
    void aModelOfFewAttemptsIsReleasedAndSaysThatItWasNotCompared() {
        append(5);
        StoredRounds rounds = rounds("models");
        rounds.train(1, progress -> {});
        engines.reversedFrom = 2;
        append(1);

        rounds.train(2, progress -> {});

        assertThat(states()).containsExactly(ModelState.RETIRED, ModelState.FLEET);
        assertThat(store.models().all().get(1).reason()).startsWith("newest; not compared with m0001-");
        assertThat(policies.served().orElseThrow().manifest().metrics().run())
                .isEqualTo(new TrainingRun(
                        7 * 7919 + 2, store.models().all().get(0).version().name(), PolicyJson.tree(PRACTICE)));
    }

    @Test
    void takesUpTheNewestModelAndRemembersOneWhoseRowWasLost() {
        append(5);
        rounds("models").train(1, progress -> {});
        ModelVersion version = policies.served().orElseThrow().version();
        MemoryEpisodeStore other = new MemoryEpisodeStore(CLOCK);
        policies = new ArmPolicies(PRACTICE);
        StoredRounds rounds = new StoredRounds(
                new TrainerLoop.Setup(
                        Supervision.byHand(CLOCK, said -> {}, pause -> {}),
                        other,
                        engines,
                        folder.resolve("models"),
                        folder.resolve("other-crops"),
                        SPACE,
                        CONFIG,
                        PRACTICE,
                        7,
                        "1.2.3",
                        0,
                        () -> 0,
                        CLOCK,
                        Optional.empty()),
                policies);
        opened.add(rounds);

        assertThat(rounds.resume()).as("attempts it was trained on").isEqualTo(5);

        assertThat(policies.served().orElseThrow().version()).isEqualTo(version);
        assertThat(other.models().all()).singleElement().satisfies(model -> {
            assertThat(model.version()).isEqualTo(version);
            assertThat(model.state()).isEqualTo(ModelState.FLEET);
            assertThat(model.reason()).isEqualTo("found in the models folder");
        });
        assertThat(rounds.latest()).isEqualTo(1);
    }

    @Test
    void fetchesWhatATrainerOnAnotherMachineReleased() {
        append(5);
        rounds("models").train(1, progress -> {});
        files.newest = Optional.of(policies.served().orElseThrow().version());
        policies = new ArmPolicies(PRACTICE);

        rounds("elsewhere").resume();

        assertThat(policies.served()).map(model -> model.version()).isEqualTo(files.newest);
        assertThat(states()).containsExactly(ModelState.FLEET);
    }
}
