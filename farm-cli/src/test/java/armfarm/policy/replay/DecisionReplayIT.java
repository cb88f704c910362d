package armfarm.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.cli.bags.ExportedBag;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelState;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.GraspStep;
import armfarm.messages.JpegCodec;
import armfarm.messages.PolicyDecision;
import armfarm.messages.RgbImage;
import armfarm.messages.cell.WorkspaceLimits;
import armfarm.policy.CemConfig;
import armfarm.policy.EliteSearchConfig;
import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspPolicy;
import armfarm.policy.GraspSpace;
import armfarm.policy.Observation;
import armfarm.policy.RandomPolicy;
import armfarm.policy.RepeatPenaltyConfig;
import armfarm.policy.SearchPolicy;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.network.LearningEngine;
import armfarm.policy.network.NetworkConfig;
import armfarm.policy.release.ModelArtifact;
import armfarm.policy.release.ModelRegistry;
import armfarm.policy.release.ServedModel;
import armfarm.policy.training.TrainedModel;
import armfarm.policy.training.TrainingConfig;
import armfarm.policy.training.TrainingMetrics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions made under other settings than today's. */
class DecisionReplayIT {
    private static final GraspSpace SPACE_THEN = new GraspSpace(0.3, 0.5, -0.2, 0.1, 0.01, 0.05, Math.PI / 2);
    private static final GraspSpace SPACE_NOW = new GraspSpace(0.35, 0.6, -0.1, 0.1, 0.01, 0.03, Math.PI / 2);
    private static final WorkspaceLimits WORKSPACE_NOW =
            new WorkspaceLimits(0.35, 0.6, -0.1, 0.1, 0.01, 0.03, Math.PI / 2);
    private static final EliteSearchConfig SEARCH_THEN = new EliteSearchConfig(20, 10, 3, 2, 3, 0.02, 0.2, 0.003);

    @TempDir
    Path folder;

    @Test
    void usesTheSettingsOfTheAttemptAndTheModelAndNamesThoseThatAreOthersToday() {
        ServedModel model = model(folder.resolve("models"));
        DecisionReplay.Result result = replay(
                new SearchPolicy(
                        model.version(), model.predictor(), SEARCH_THEN, new RepeatPenaltyConfig(3, 0.05, 0.4)),
                true,
                Optional.of(model));

        assertThat(result.differences()).isEmpty();
        assertThat(result.kind()).isEqualTo("model");
        assertThat(result.elites())
                .hasSize(2)
                .allSatisfy(kept -> assertThat(kept).hasSize(3));
        assertThat(result.assumed()).isEmpty();
        assertThat(result.changed())
                .extracting(DecisionReplay.Difference::what)
                .contains(
                        "search.samples",
                        "search.iterations",
                        "repeatPenalty.height",
                        "space.maxXMeters",
                        "features.centerXMeters")
                .doesNotContain("features.cropPixels", "network", "engine", "space.minZMeters");
        assertThat(result.changed()).contains(new DecisionReplay.Difference("search.samples", "20", "64"));
    }

    @Test
    void saysWhatItAssumesOfADecisionFromBeforeSettingsWereKept() {
        ServedModel model = model(folder.resolve("models"));
        DecisionReplay.Result result =
                replay(new SearchPolicy(model.version(), model.predictor(), SEARCH_THEN), false, Optional.of(model));

        assertThat(result.bitEqual()).isFalse();
        assertThat(result.assumed()).hasSize(2);
        assertThat(result.assumed().get(0)).contains("recorded before settings were kept; assuming");
        assertThat(result.assumed().get(1)).contains("collection.stir_after_failures is not kept with an attempt");
    }

    @Test
    void drawsFromTheSpaceOfThen() {
        assertThat(replay(new RandomPolicy(), true, Optional.empty()).bitEqual())
                .isTrue();
    }

    @Test
    void makesADecisionOfTheOtherKindOfSearchOnceMoreAndNamesTheKind() {
        ServedModel model = model(folder.resolve("models"));

        DecisionReplay.Result result = replay(
                new SearchPolicy(model.version(), model.predictor(), new CemConfig(30, 5, 2, 0.004, 0.1, 0.002)),
                Optional::of,
                Optional.of(model));

        assertThat(result.bitEqual()).isTrue();
        assertThat(result.elites())
                .hasSize(2)
                .allSatisfy(elites -> assertThat(elites).hasSize(5));
        assertThat(result.changed())
                .contains(
                        new DecisionReplay.Difference("search.kind", "cross_entropy", "elites"),
                        new DecisionReplay.Difference("search.minPositionSpreadMeters", "0.004", "none"));
    }

    @Test
    void makesADecisionFromBeforeTheKindOfSearchWasKeptOnceMoreByTheOnlyOneOfThen() {
        ServedModel model = model(folder.resolve("models"));

        DecisionReplay.Result result = replay(
                new SearchPolicy(model.version(), model.predictor(), SEARCH_THEN),
                settings -> Optional.of(withoutKind(settings)),
                Optional.of(model));

        assertThat(result.bitEqual()).isTrue();
        assertThat(result.assumed()).isEmpty();
        assertThat(result.changed())
                .extracting(DecisionReplay.Difference::what)
                .contains("search.samples")
                .doesNotContain("search.kind");
    }

    private static String withoutKind(String settings) {
        String kind = "\"kind\":\"elites\",";
        assertThat(settings).contains(kind);
        return settings.replace(kind, "");
    }

    @Test
    void refusesADecisionOfASearchThatItDoesNotHave() {
        ServedModel model = model(folder.resolve("models"));

        assertThatThrownBy(() -> replay(
                        new SearchPolicy(model.version(), model.predictor(), SEARCH_THEN),
                        settings -> Optional.of(settings.replace("\"elites\"", "\"evolution\"")),
                        Optional.of(model)))
                .hasMessageContaining("Settings of a decision are not what this software knows")
                .hasMessageContaining("evolution")
                .hasMessageContaining("use the Armfarm that recorded them");
    }

    private DecisionReplay.Result replay(GraspPolicy policy, boolean withSettings, Optional<ServedModel> model) {
        return replay(policy, withSettings ? Optional::of : settings -> Optional.empty(), model);
    }

    /** @param kept what is stored of the settings */
    private DecisionReplay.Result replay(
            GraspPolicy policy, Function<String, Optional<String>> kept, Optional<ServedModel> model) {
        GraspAttempt sample = ExportedBag.write(folder.resolve("one.bag")).get(0);
        FrameCaptured first = sample.frames().get(0);
        GraspStep step = first.step().orElseThrow();
        RgbImage image = JpegCodec.decode(first.image());
        PolicyDecision made = policy.decide(
                new Observation(image, sample.started().camera(), step.gripperInBase(), SPACE_THEN, List.of()), 7);
        PolicyDecision decision = new PolicyDecision(
                made.model(),
                made.exploration(),
                made.cemSeed(),
                made.command(),
                made.predictedProbability(),
                made.settings().flatMap(kept),
                made.predictedCauses());
        List<FrameCaptured> frames = new ArrayList<>(sample.frames());
        frames.set(
                0,
                new FrameCaptured(
                        first.attempt(),
                        first.arm(),
                        first.sequence(),
                        first.kind(),
                        first.stamp(),
                        first.receivedAt(),
                        first.image(),
                        Optional.of(new GraspStep(
                                0, step.gripperInBase(), step.commandedInBase(), step.reachedInBase(), decision))));
        GraspAttempt attempt = new GraspAttempt(sample.started(), frames, sample.ended());
        return StoreAccess.change(folder.resolve("farm"), store -> {
            store.stream().append(new EpisodeBatch(List.of(attempt), List.of(), List.of()));
            model.ifPresent(m -> store.models()
                    .save(new ModelRecord(
                            m.version(),
                            1,
                            ModelState.FLEET,
                            Instant.EPOCH,
                            Optional.empty(),
                            "{}",
                            "a file",
                            m.manifest().weightsSha256(),
                            "newest")));
            return new DecisionReplay(
                            store,
                            folder.resolve("models"),
                            FeatureSpec.of(SPACE_NOW),
                            FarmConfig.defaults().collection())
                    .run(store.episodes().attempt(attempt.id()).orElseThrow(), WORKSPACE_NOW);
        });
    }

    /** Made for the space of then, never trained. */
    private static ServedModel model(Path models) {
        Dl4jEngines engines = new Dl4jEngines();
        FeatureSpec features = FeatureSpec.of(SPACE_THEN);
        try (LearningEngine engine = engines.newEngine(features, NetworkConfig.defaults(), 1)) {
            TrainedModel trained = new TrainedModel(
                    features,
                    engine.exportWeights(),
                    new TrainingMetrics(1, 0, 1, 1, 0, 0, 0, 0, 0, List.of(), null),
                    "a set",
                    "0",
                    engines.network(),
                    TrainingConfig.defaults());
            return new ModelRegistry(models, features, engines)
                    .add(ModelArtifact.of(1, trained, engines.description(), "a version", Instant.EPOCH));
        }
    }
}
