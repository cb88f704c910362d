package armfarm.episodes;

import armfarm.messages.ModelVersion;
import armfarm.messages.PredictedSuccess;
import armfarm.messages.SuccessRate;
import java.util.List;

/**
 * Success rates by who chose the grasp; aborted and unknown outcomes are left out everywhere.
 *
 * @param random choices in practice: before there was a model, and exploration
 * @param practice choices of each model in practice, exploration left out; oldest model first
 * @param heldOut choices of each model in evaluations on held-out objects; oldest model first
 * @param heldOutRandom random choices in evaluations on held-out objects
 */
public record SuccessByPolicy(
        SuccessRate random, List<ModelSuccess> practice, List<ModelSuccess> heldOut, SuccessRate heldOutRandom) {
    public SuccessByPolicy {
        practice = List.copyOf(practice);
        heldOut = List.copyOf(heldOut);
    }

    /** Predicted against achieved success of a model's choices in practice; none if it decided nothing. */
    public PredictedSuccess predictedInPractice(ModelVersion model) {
        return practice.stream()
                .filter(success -> success.model().equals(model))
                .map(ModelSuccess::predicted)
                .findFirst()
                .orElse(PredictedSuccess.NONE);
    }

    /** The rate on held-out objects; no attempts if the model was not evaluated. */
    public SuccessRate heldOut(ModelVersion model) {
        return heldOut.stream()
                .filter(success -> success.model().equals(model))
                .map(ModelSuccess::rate)
                .findFirst()
                .orElse(new SuccessRate(0, 0));
    }
}
