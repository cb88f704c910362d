package armfarm.policy.practice;

import armfarm.messages.ArmId;
import armfarm.messages.Outcome;
import armfarm.policy.practice.ArmActivity.SeenImage;
import armfarm.policy.practice.ArmActivity.State;
import armfarm.policy.practice.ArmActivity.Trouble;
import java.time.Instant;
import java.util.Optional;

/**
 * What an arm was doing at one moment. Immutable.
 *
 * @param since when it entered that state
 * @param attempts begun since its process started
 * @param model of the latest attempt; empty for random
 * @param stop who stopped it and why, while it stands still for that
 * @param trouble the fault that no completed attempt has followed yet
 */
public record ArmSnapshot(
        ArmId arm,
        State state,
        Instant since,
        long attempts,
        Optional<String> model,
        Optional<Outcome> lastOutcome,
        Optional<String> stop,
        Optional<Trouble> trouble,
        Optional<SeenImage> latestImage) {}
