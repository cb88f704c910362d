package armfarm.controller.dashboard;

import armfarm.controller.state.ArmCondition;
import armfarm.controller.state.ArmState;
import armfarm.messages.FailureCause;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One arm's tile.
 *
 * @param model the model on the arm, or {@link SuccessCurve#RANDOM}
 * @param success of this arm's latest attempts
 * @param lastOutcome success, failure, unknown or aborted; empty before the first attempt
 * @param failures why practice attempts failed, all runs, as the sensors judged
 * @param imageAgeSeconds age of the newest image, empty without one
 * @param imageUrl address of the newest image, another one for each image; empty without one
 * @param reason why it is in this state; empty only while it starts or works
 * @param action what to do about it; empty if nothing is to be done
 * @param ageSeconds since when it is in this state
 */
public record ArmView(
        String id,
        ArmCondition state,
        String reason,
        String action,
        double ageSeconds,
        String model,
        long attempts,
        RateView success,
        String lastOutcome,
        Failures failures,
        OptionalDouble imageAgeSeconds,
        String imageUrl) {

    /** Numbers of attempts. */
    public record Failures(long empty, long slipped, long blocked) {
        static Failures of(Map<FailureCause, Long> counts) {
            return new Failures(
                    counts.getOrDefault(FailureCause.EMPTY, 0L),
                    counts.getOrDefault(FailureCause.SLIPPED, 0L),
                    counts.getOrDefault(FailureCause.BLOCKED, 0L));
        }
    }

    /** A tile without an image; meanings as above. */
    public static ArmView of(
            ArmState arm,
            String model,
            long attempts,
            RateView success,
            String lastOutcome,
            Map<FailureCause, Long> failures) {
        return new ArmView(
                arm.name(),
                arm.state(),
                arm.reason(),
                arm.action(),
                arm.ageSeconds(),
                model,
                attempts,
                success,
                lastOutcome,
                Failures.of(failures),
                OptionalDouble.empty(),
                "");
    }

    /** The same tile with the address and the age of its newest image. */
    public ArmView withImage(ArmImage image, Instant now) {
        return new ArmView(
                id,
                state,
                reason,
                action,
                ageSeconds,
                model,
                attempts,
                success,
                lastOutcome,
                failures,
                OptionalDouble.of(secondsBetween(image.stamp(), now)),
                "/api/arms/" + id + "/image?stamp=" + image.stamp().toEpochMilli());
    }

    private static double secondsBetween(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }
}
