package armfarm.policy.release;

import armfarm.messages.ModelVersion;
import armfarm.messages.hash.Hash;
import armfarm.policy.PolicyJson;
import armfarm.policy.network.NamedWeights;
import armfarm.policy.training.TrainedModel;
import java.time.Instant;
import java.util.List;

/** A model with its papers. Immutable. */
public record ModelArtifact(ModelManifest manifest, NamedWeights weights) {
    /**
     * @param round training round, from 1
     * @param engine see {@link armfarm.policy.network.EngineFactory#description()}
     * @throws ModelRefusedException if the weights are not finite
     */
    public static ModelArtifact of(
            int round, TrainedModel model, String engine, String codeVersion, Instant createdAt) {
        List<String> broken = model.weights().nonFinite();
        if (!broken.isEmpty()) {
            throw new ModelRefusedException("of round " + round, "weights " + broken + " are not finite numbers");
        }
        String hash = Hash.SHA_256.hex(WeightBytes.of(model.weights()));
        return new ModelArtifact(
                new ModelManifest(
                        ModelManifest.FORMAT_VERSION,
                        ModelVersion.of(round, hash).name(),
                        round,
                        createdAt.toString(),
                        model.features(),
                        model.trainingSetId(),
                        model.trainingSetSha256(),
                        model.metrics(),
                        engine,
                        codeVersion,
                        hash,
                        model.network(),
                        PolicyJson.tree(model.settings()),
                        model.weights().tensors().entrySet().stream()
                                .map(e -> new ModelManifest.TensorEntry(
                                        e.getKey(), e.getValue().shape()))
                                .toList()),
                model.weights());
    }

    public ModelVersion version() {
        return manifest.modelVersion();
    }
}
