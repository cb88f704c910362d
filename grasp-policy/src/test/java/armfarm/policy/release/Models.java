package armfarm.policy.release;

import armfarm.policy.FeatureSpec;
import armfarm.policy.network.Batches;
import armfarm.policy.network.NamedWeights;
import armfarm.policy.training.TrainedModel;
import armfarm.policy.training.TrainingConfig;
import armfarm.policy.training.TrainingMetrics;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small model files for tests; their weights fit no network. */
public final class Models {
    private static final TrainingMetrics METRICS =
            new TrainingMetrics(10, 2, 12, 64, 1.5, 0.6, Double.NaN, 0.7, 0.1, List.of(), null);

    private Models() {}

    public static ModelArtifact artifact(int round, int seed) {
        return artifactOf(round, seed, seed + 0.5f);
    }

    static ModelArtifact artifactOf(int round, float one, float two) {
        Map<String, NamedWeights.Tensor> tensors = new LinkedHashMap<>();
        tensors.put("one", new NamedWeights.Tensor(List.of(2, 3), new float[] {one, 1, 2, 3, 4, 5}));
        tensors.put("two", new NamedWeights.Tensor(List.of(2), new float[] {two, -1e-20f}));
        return artifact(round, new NamedWeights(tensors));
    }

    static ModelArtifact artifact(int round, NamedWeights weights) {
        return artifact(round, Batches.SPEC, weights);
    }

    static ModelArtifact artifact(int round, FeatureSpec features, NamedWeights weights) {
        return ModelArtifact.of(
                round,
                new TrainedModel(
                        features,
                        weights,
                        METRICS,
                        "snapshot-1",
                        "0".repeat(64),
                        "a network",
                        TrainingConfig.defaults()),
                "test engine",
                "0.1.0",
                Instant.EPOCH);
    }
}
