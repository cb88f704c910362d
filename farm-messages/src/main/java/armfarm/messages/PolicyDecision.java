package armfarm.messages;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the policy chose for one attempt and how to recompute it. What belongs to the search (seed, probabilities, settings) is only at
 * the step whose image it was made on.
 *
 * @param model the model that chose the pose of the grasp; empty for a random choice
 * @param exploration a random choice made although a model was at hand
 * @param cemSeed seed of the candidate search (or of the random draw); empty at a step that goes on to what was chosen before, and
 *     where nothing is known of it
 * @param predictedProbability the model's success probability for the command on this step's image; empty for a random choice and
 *     where nothing was predicted
 * @param settings JSON object by which the policy can repeat the choice with image, seed and weights; empty as the seed, and in what
 *     was recorded before settings were kept
 * @param predictedCauses why the command would fail, if it did; empty where no probability was predicted, and where the model does not
 *     know causes
 */
public record PolicyDecision(
        Optional<ModelVersion> model,
        boolean exploration,
        OptionalLong cemSeed,
        MotorCommand command,
        OptionalDouble predictedProbability,
        Optional<String> settings,
        Optional<PredictedCauses> predictedCauses) {

    /** Without causes. */
    public PolicyDecision(
            Optional<ModelVersion> model,
            boolean exploration,
            OptionalLong cemSeed,
            MotorCommand command,
            OptionalDouble predictedProbability,
            Optional<String> settings) {
        this(model, exploration, cemSeed, command, predictedProbability, settings, Optional.empty());
    }

    /** What is left of this decision at a later step: who chose stays; nothing was searched or predicted on that step's image. */
    public PolicyDecision continued(MotorCommand commandFromThere) {
        return new PolicyDecision(
                model, exploration, OptionalLong.empty(), commandFromThere, OptionalDouble.empty(), Optional.empty());
    }
}
