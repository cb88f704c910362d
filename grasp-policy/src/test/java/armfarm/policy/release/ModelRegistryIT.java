package armfarm.policy.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ModelVersion;
import armfarm.messages.Pose;
import armfarm.messages.hash.Hash;
import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspSpace;
import armfarm.policy.SceneView;
import armfarm.policy.network.Batches;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.network.FeatureBatch;
import armfarm.policy.network.GraspPreprocessor;
import armfarm.policy.network.LearningEngine;
import armfarm.policy.network.NamedWeights;
import armfarm.policy.network.NetworkConfig;
import armfarm.policy.network.NetworkPredictor;
import armfarm.policy.network.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryIT {

    @TempDir
    Path folder;

    private final Dl4jEngines engines = new Dl4jEngines();
    private ModelRegistry registry;

    @BeforeEach
    void openRegistry() {
        registry = new ModelRegistry(folder.resolve("models"), Batches.SPEC, engines);
    }

    @Test
    void predictsTheSameAfterSavingAndLoading() {
        NamedWeights weights = weights(1);
        FeatureBatch batch = Batches.random(16, 1);
        float[] before = engines.newScorer(Batches.SPEC, weights).score(batch);

        ServedModel served = registry.add(Models.artifact(1, weights));

        assertThat(engines.newScorer(Batches.SPEC, served.weights()).score(batch))
                .isEqualTo(before);
        List<Pose> grasps = List.of(Pose.topDown(0, 0, 0.01, 0), Pose.topDown(0.05, 0, 0.02, 1));
        var camera = Picture.camera(0.16);
        var image = Picture.of(camera, 0.015, (x, y, channel) -> 100 + 1000 * x);
        SceneView view = new SceneView(image, camera);
        assertThat(served.predictor().on(view).of(grasps))
                .isEqualTo(new NetworkPredictor(
                                new GraspPreprocessor(Batches.SPEC), engines.newScorer(Batches.SPEC, weights))
                        .on(view)
                        .of(grasps));
    }

    @Test
    void receivesAModelOfAnotherRegistryAndKeepsNothingOfADamagedOne() {
        ModelVersion version = registry.add(Models.artifact(1, weights(1))).version();
        byte[] content = registry.content(version);
        ModelRegistry arm = new ModelRegistry(folder.resolve("arm"), Batches.SPEC, engines);
        FeatureBatch batch = Batches.random(16, 1);

        ServedModel received = arm.receive(version, content);

        assertThat(engines.newScorer(Batches.SPEC, received.weights()).score(batch))
                .isEqualTo(engines.newScorer(Batches.SPEC, weights(1)).score(batch));
        content[content.length / 2] ^= 1;
        ModelVersion other = new ModelVersion("r0002-damaged");
        assertThatThrownBy(() -> arm.receive(other, content)).isInstanceOf(ModelRefusedException.class);
        assertThat(arm.versions()).containsExactly(version);
    }

    @Test
    void fallsBackToTheNewestModelThatPasses() throws IOException {
        ModelVersion good = registry.add(Models.artifact(1, weights(1))).version();
        ModelVersion broken = registry.add(Models.artifact(2, weights(2))).version();
        Path file = folder.resolve("models").resolve(broken + ".model.zip");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        List<ModelRefusedException> refused = new ArrayList<>();

        assertThat(registry.newestUsable(refused::add))
                .map(ServedModel::version)
                .contains(good);

        assertThat(refused).singleElement().satisfies(e -> assertThat(e).hasMessageContaining(broken.name()));
        assertThat(registry.versions()).containsExactly(good, broken);
    }

    @Test
    void refusesAModelForOtherFeatures() {
        registry.add(Models.artifact(1, weights(1)));
        FeatureSpec other = FeatureSpec.of(new GraspSpace(-0.2, 0.2, -0.1, 0.1, 0.01, 0.03, 1));
        ModelRegistry otherFarm = new ModelRegistry(folder.resolve("models"), other, engines);

        assertThatThrownBy(() -> otherFarm.load(otherFarm.versions().get(0)))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("made for")
                .hasMessageContaining(other.toString());
    }

    @Test
    void refusesAModelThatLooksAtSomethingElse() {
        registry.add(Models.artifact(1, weights(1)));
        ModelRegistry withHeights = new ModelRegistry(folder.resolve("models"), Batches.WITH_HEIGHTS, engines);

        assertThatThrownBy(() -> withHeights.load(withHeights.versions().get(0)))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("it looks at rgb, and learning.input is rgbd")
                .hasMessageContaining("set learning.input to rgb to use this one");
    }

    @Test
    void loadsAModelAsItWasMadeForOtherFeatures() {
        FeatureSpec other = FeatureSpec.of(new GraspSpace(-0.2, 0.1, -0.1, 0.1, 0.0095, 0.0245, Math.PI / 2));
        ServedModel made = registry.add(Models.artifact(1, weights(1)));

        ServedModel again = new ModelRegistry(folder.resolve("models"), other, engines).loadAsMade(made.version());

        var camera = Picture.camera(0.16);
        var image = Picture.of(camera, 0.015, (x, y, channel) -> 100 + 1000 * x);
        List<Pose> grasps = List.of(Pose.topDown(0.02, 0.01, 0.015, 0.3));
        assertThat(again.manifest()).isEqualTo(made.manifest());
        SceneView view = new SceneView(image, camera);
        assertThat(again.predictor().on(view).of(grasps))
                .isEqualTo(made.predictor().on(view).of(grasps));
    }

    @Test
    void refusesWeightsThatDoNotFitTheNetwork() {
        assertThatThrownBy(() -> registry.add(Models.artifact(1, 1)))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("one [2, 3]");
    }

    @Test
    void refusesAFileWithNaN() {
        NamedWeights weights = weights(1);
        ModelArtifact artifact = Models.artifact(1, weights);
        weights.tensor("hidden_b").values()[3] = Float.NaN;
        String hash = Hash.SHA_256.hex(WeightBytes.of(weights));
        ModelManifest m = artifact.manifest();
        ModelManifest honest = new ModelManifest(
                1,
                ModelVersion.of(1, hash).name(),
                1,
                m.createdAt(),
                m.features(),
                m.trainingSetId(),
                m.trainingSetSha256(),
                m.metrics(),
                m.engine(),
                m.codeVersion(),
                hash,
                m.network(),
                m.training(),
                m.tensors());

        assertThatThrownBy(() -> registry.add(new ModelArtifact(honest, weights)))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("[hidden_b]")
                .hasMessageContaining("NaN");
    }

    @Test
    void refusesANetworkThatAlwaysSaysTheSame() {
        Map<String, NamedWeights.Tensor> tensors =
                new LinkedHashMap<>(weights(1).tensors());
        tensors.put("logit_W", new NamedWeights.Tensor(List.of(64, 1), new float[64]));

        assertThatThrownBy(() -> registry.add(Models.artifact(1, new NamedWeights(tensors))))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("for everything");
    }

    private NamedWeights weights(long seed) {
        try (LearningEngine engine = engines.newEngine(Batches.SPEC, NetworkConfig.defaults(), seed)) {
            return engine.exportWeights();
        }
    }
}
