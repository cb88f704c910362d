package armfarm.messages;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the policy chose for one attempt and how to recompute it.
 *
 * @param model the model that chose; empty for a random choice
 * @param exploration a random choice made although a model was at hand
 * @param cemSeed seed of the candidate search (or of the random draw)
 * @param predictedProbability the model's success probability for the command; empty for a random choice
 */
public record PolicyDecision(
        Optional<ModelVersion> model,
        boolean exploration,
        long cemSeed,
        MotorCommand command,
        OptionalDouble predictedProbability) {}
