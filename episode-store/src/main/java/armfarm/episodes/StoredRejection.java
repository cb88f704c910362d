package armfarm.episodes;

import armfarm.messages.AttemptId;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of the event stream that could not be used, without its bytes. Immutable.
 *
 * @param attempt it belongs to, if that could be read
 * @param reason why it was rejected
 * @param payloadBytes as received
 * @param attemptStored whether its attempt is stored, complete or aborted, without this record
 * @param replay the last time it was tried again
 */
public record StoredRejection(
        long id,
        String topic,
        int partition,
        long offset,
        Optional<AttemptId> attempt,
        String reason,
        int payloadBytes,
        Instant storedAt,
        boolean attemptStored,
        Optional<Replay> replay) {
    /** What became of it when it was tried again. */
    public record Replay(Instant replayedAt, String result) {}
}
