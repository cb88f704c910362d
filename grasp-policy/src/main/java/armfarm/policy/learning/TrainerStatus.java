package armfarm.policy.learning;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the trainer does now.
 *
 * @param state training, waiting, or, after {@value #FAILED}, what went wrong
 * @param round the round under way or the latest one; 0 before the first
 * @param drawsTotal 0 while it does not train
 * @param took in this round, or in the latest one while it waits
 */
public record TrainerStatus(
        String state, int round, long drawsDone, long drawsTotal, OptionalDouble loss, Duration took) {
    /** What the state of a trainer whose latest round failed begins with, also where another process tells of it. */
    public static final String FAILED = "failed: ";

    static final TrainerStatus IDLE = new TrainerStatus("waiting", 0, 0, 0, OptionalDouble.empty(), Duration.ZERO);

    /** A round that failed; the next one tries again. */
    static TrainerStatus failed(String why, int round) {
        return new TrainerStatus(FAILED + why, round, 0, 0, OptionalDouble.empty(), Duration.ZERO);
    }

    /** Why the latest round failed; empty if it did not. */
    public Optional<String> failure() {
        return state.startsWith(FAILED) ? Optional.of(state.substring(FAILED.length())) : Optional.empty();
    }

    /** One short text for a progress line. */
    public String text() {
        return drawsTotal == 0
                ? state
                : String.format(Locale.ROOT, "training round %d: %d%%", round, 100 * drawsDone / drawsTotal);
    }
}
