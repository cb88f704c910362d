package armfarm.policy.training;

import armfarm.policy.FeatureSpec;
import armfarm.policy.network.NamedWeights;

/**
 * The result of one training.
 *
 * @param network its layers
 * @param settings it was trained with
 */
public record TrainedModel(
        FeatureSpec features,
        NamedWeights weights,
        TrainingMetrics metrics,
        String trainingSetId,
        String trainingSetSha256,
        String network,
        TrainingConfig settings) {
    /** The same, trained by a run that began so. */
    public TrainedModel by(TrainingRun run) {
        return new TrainedModel(
                features, weights, metrics.of(run), trainingSetId, trainingSetSha256, network, settings);
    }
}
