package armfarm.episodes;

import armfarm.messages.ArmId;
import armfarm.messages.FailureCause;
import armfarm.messages.ModelVersion;
import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.Purpose;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt as a point of the page's chart.
 *
 * @param serial order of storing; give the last one seen to get only newer points
 * @param failureCause of a failure; empty if it did not fail or too little was recorded
 */
public record OutcomePoint(
        long serial,
        ArmId arm,
        Optional<ModelVersion> model,
        boolean exploration,
        Purpose purpose,
        ObjectSet objectSet,
        Outcome outcome,
        Optional<FailureCause> failureCause,
        Instant storedAt) {}
