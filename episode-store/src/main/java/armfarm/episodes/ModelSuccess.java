package armfarm.episodes;

import armfarm.messages.ModelVersion;
import armfarm.messages.SuccessRate;

/** How often a model's grasps succeeded. */
public record ModelSuccess(ModelVersion model, SuccessRate rate) {}
