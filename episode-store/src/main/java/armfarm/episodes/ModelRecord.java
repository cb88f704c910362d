package armfarm.episodes;

import armfarm.messages.ModelVersion;
import java.time.Instant;
import java.util.Optional;

/**
 * A trained model as the registry keeps it.
 *
 * @param round training round, from 1
 * @param metricsJson a JSON object; the store does not look inside and may change its spacing and key order
 * @param fileName of the artifact, relative to the models folder
 * @param reason why it is in this state
 */
public record ModelRecord(
        ModelVersion version,
        int round,
        ModelState state,
        Instant createdAt,
        Optional<TrainingSetId> trainingSet,
        String metricsJson,
        String fileName,
        String sha256,
        String reason) {}
