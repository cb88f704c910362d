package armfarm.controller.dashboard;

import armfarm.messages.ArmId;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * One arm's tile.
 *
 * @param model the model on the arm, or {@link SuccessCurve#RANDOM}
 * @param success of this arm's latest attempts
 * @param lastOutcome success, failure, unknown or aborted; empty before the first attempt
 * @param imageAgeSeconds age of the newest image, empty without one
 * @param imageUrl address of the newest image, another one for each image; empty without one
 * @param fault what is wrong and what to do; empty if nothing is
 */
public record ArmView(
        String id,
        ArmStateView state,
        String model,
        long attempts,
        RateView success,
        String lastOutcome,
        OptionalDouble imageAgeSeconds,
        String imageUrl,
        String fault) {

    /** A tile without an image; meanings as above. */
    public static ArmView of(
            ArmId arm,
            ArmStateView state,
            String model,
            long attempts,
            RateView success,
            String lastOutcome,
            String fault) {
        return new ArmView(arm.name(), state, model, attempts, success, lastOutcome, OptionalDouble.empty(), "", fault);
    }

    /** The same tile with the address and the age of its newest image. */
    public ArmView withImage(ArmImage image, Instant now) {
        return new ArmView(
                id,
                state,
                model,
                attempts,
                success,
                lastOutcome,
                OptionalDouble.of(secondsBetween(image.stamp(), now)),
                "/api/arms/" + id + "/image?stamp=" + image.stamp().toEpochMilli(),
                fault);
    }

    private static double secondsBetween(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }
}
