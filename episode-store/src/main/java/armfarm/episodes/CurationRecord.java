package armfarm.episodes;

import armfarm.messages.AttemptId;
import java.time.Instant;

/**
 * One decision about an attempt. Immutable.
 *
 * @param id grows in the order of deciding
 */
public record CurationRecord(long id, AttemptId attempt, Action action, String doneBy, String reason, Instant doneAt) {
    /** What was decided. */
    public enum Action {
        /** Left out of new snapshots and training sets. */
        EXCLUDE,
        /** Taken back in. */
        INCLUDE,
        /** The bytes of its images removed for good. */
        PURGE
    }
}
