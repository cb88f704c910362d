package armfarm.ingest;

import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.FarmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps account of events: at any time {@code produced + recovered = acknowledged + refused + waiting}. Not thread-safe: its owner's
 * lock guards it.
 */
final class PublishLedger {
    /** Attempts of all arms, newest last; older ones are over. */
    private static final int REMEMBERED = 1_000;

    private final Map<AttemptId, FarmException> failedAttempts = remembered();
    private final Map<AttemptId, Integer> nextSequences = remembered();
    private final long recovered;
    private long produced;
    private long acknowledged;
    private long acknowledgedBytes;
    private long refused;
    private long waiting;
    private long gaps;

    /** @param recovered events that an earlier process left */
    PublishLedger(long recovered) {
        this.recovered = recovered;
        waiting = recovered;
    }

    /** An event that waits for its answer from now on. */
    void taken(AttemptEvent event) {
        int expected = nextSequences.getOrDefault(event.attempt(), 0);
        gaps += Math.max(0, event.sequence() - expected);
        nextSequences.put(event.attempt(), event.sequence() + 1);
        taken();
    }

    /** A record that waits for its answer from now on and need not be an event. */
    void taken() {
        produced++;
        waiting++;
    }

    /** The broker has it. */
    void acknowledged(int byteCount) {
        acknowledged++;
        acknowledgedBytes += byteCount;
        waiting--;
    }

    /** An event that nobody has asked the broker about: it is refused at once. */
    void refusedUnsent(AttemptId attempt, FarmException why) {
        produced++;
        waiting++;
        refused(Optional.of(attempt), why);
    }

    /**
     * The broker will never take it.
     *
     * @param attempt empty if the event does not tell
     * @param why remembered for the attempt if it is the first
     */
    void refused(Optional<AttemptId> attempt, FarmException why) {
        refused++;
        waiting--;
        attempt.ifPresent(id -> failedAttempts.putIfAbsent(id, why));
    }

    /** Why an event of that attempt was refused first; empty if none was. */
    Optional<FarmException> failureOf(AttemptId attempt) {
        return Optional.ofNullable(failedAttempts.get(attempt));
    }

    /** Events without an answer. */
    long waiting() {
        return waiting;
    }

    PublishMetrics metrics(long spooled, long spooledBytes) {
        return new PublishMetrics(
                produced, recovered, acknowledged, acknowledgedBytes, refused, waiting, spooled, spooledBytes, gaps);
    }

    private static <V> Map<AttemptId, V> remembered() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<AttemptId, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
