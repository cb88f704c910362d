package armfarm.policy.release;

import armfarm.messages.ModelVersion;
import armfarm.policy.GraspSuccessPredictor;
import armfarm.policy.network.NamedWeights;

/** A model that passed all checks, ready to decide and to be trained further. Thread-safe. */
public record ServedModel(ModelManifest manifest, NamedWeights weights, GraspSuccessPredictor predictor) {
    public ModelVersion version() {
        return manifest.modelVersion();
    }
}
