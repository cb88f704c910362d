package armfarm.policy.release;

import armfarm.messages.ModelVersion;
import armfarm.policy.FeatureSpec;
import armfarm.policy.training.TrainingMetrics;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a model file says about itself: manifest.json inside it. Immutable.
 *
 * @param formatVersion 1
 * @param version round and hash of the weights
 * @param round training round, from 1
 * @param createdAt ISO-8601 instant
 * @param trainingSetId snapshot of the store it learned from
 * @param trainingSetSha256 hash of that snapshot
 * @param engine deep-learning library
 * @param codeVersion Armfarm's own version
 * @param weightsSha256 hash of weights.f32
 * @param network its layers; null in files from before it was kept
 * @param training settings it was trained with, as a JSON object; null likewise
 * @param tensors names and shapes in the order of weights.f32
 */
public record ModelManifest(
        int formatVersion,
        String version,
        int round,
        String createdAt,
        FeatureSpec features,
        String trainingSetId,
        String trainingSetSha256,
        TrainingMetrics metrics,
        String engine,
        String codeVersion,
        String weightsSha256,
        String network,
        JsonNode training,
        List<TensorEntry> tensors) {
    public static final int FORMAT_VERSION = 1;

    public ModelManifest {
        training = training == null || training.isNull() ? null : training;
        tensors = List.copyOf(tensors);
    }

    public ModelVersion modelVersion() {
        return new ModelVersion(version);
    }

    /** One parameter array: float32, little-endian, row-major. */
    public record TensorEntry(String name, List<Integer> shape) {
        public TensorEntry {
            shape = List.copyOf(shape);
        }
    }
}
