package armfarm.policy.training;

import armfarm.policy.FeatureSpec;
import armfarm.policy.network.NamedWeights;

/** The result of one training. */
public record TrainedModel(
        FeatureSpec features,
        NamedWeights weights,
        TrainingMetrics metrics,
        String trainingSetId,
        String trainingSetSha256) {}
