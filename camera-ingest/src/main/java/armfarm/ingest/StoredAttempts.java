package armfarm.ingest;

import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import java.util.Optional;
import java.util.UUID;

/** What the store has already; asked about attempts that nobody remembers. May block. */
@FunctionalInterface
public interface StoredAttempts {
    /** Greater than any id that is given. */
    AttemptId GREATEST = new AttemptId(new UUID(-1L, -1L));

    boolean isStored(AttemptId attempt);

    /**
     * The greatest id, as text, among the arm's stored attempts; empty if it has none. An attempt with a greater one cannot be
     * stored, so that nobody has to ask for each new attempt. Without an answer every attempt is asked for.
     */
    default Optional<AttemptId> newestOf(ArmId arm) {
        return Optional.of(GREATEST);
    }
}
