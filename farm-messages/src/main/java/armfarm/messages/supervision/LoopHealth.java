package armfarm.messages.supervision;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a supervised loop was when somebody asked.
 *
 * @param name for people; unique within a {@link Supervision}
 * @param since when it came into this state; for a stuck loop its last sign of life
 * @param failures how often it has failed since it was made
 * @param lastFailure the latest of them, also when it has healed since
 * @param lastProgress when it last did what it is there for, or was started if it has not yet; a loop that waits for its next turn
 *     did when the last one ended
 */
public record LoopHealth(
        String name,
        LoopState state,
        Instant since,
        long failures,
        Optional<LoopFailure> lastFailure,
        Instant lastProgress) {
    /** Time since the loop last did what it is there for. */
    public Duration age(Instant now) {
        Duration age = Duration.between(lastProgress, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
