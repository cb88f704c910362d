package armfarm.controller.collection;

import armfarm.controller.collection.ArmActivity.SeenImage;
import armfarm.controller.collection.ArmActivity.State;
import armfarm.messages.ArmId;
import armfarm.messages.Outcome;
import java.util.Optional;

/**
 * What an arm was doing at one moment. Immutable.
 *
 * @param attempts begun since its process started
 * @param model of the latest attempt; empty for random
 * @param fault why the arm is recovering, or the last fault it recovered from
 */
public record ArmSnapshot(
        ArmId arm,
        State state,
        long attempts,
        Optional<String> model,
        Optional<Outcome> lastOutcome,
        Optional<String> fault,
        Optional<SeenImage> latestImage) {}
