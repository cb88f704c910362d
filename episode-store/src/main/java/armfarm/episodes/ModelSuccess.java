package armfarm.episodes;

import armfarm.messages.ModelVersion;
import armfarm.messages.PredictedSuccess;
import armfarm.messages.SuccessRate;

/**
 * How often a model's grasps succeeded.
 *
 * @param rate of all attempts it decided
 * @param predicted what it predicted for those whose prediction is recorded, against what they achieved
 */
public record ModelSuccess(ModelVersion model, SuccessRate rate, PredictedSuccess predicted) {}
