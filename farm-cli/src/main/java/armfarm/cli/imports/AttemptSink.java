package armfarm.cli.imports;

import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Hands the attempts of one recording or file to the store in commits of bounded size; what is not flushed is not stored.
 * Confined to one thread.
 */
public final class AttemptSink {
    private static final int MAX_ATTEMPTS = 32;
    private static final long MAX_BYTES = 32 << 20;

    private final String sha256;
    private final AttemptSource source;
    private final ImportTarget target;
    private final Set<AttemptId> waitingIds = new HashSet<>();
    private final List<GraspAttempt> waiting = new ArrayList<>();
    private long waitingBytes;
    private long attemptsStored;
    private long attemptsAlreadyStored;
    private long framesStored;

    /**
     * Of one recording.
     *
     * @param sha256 of its file
     * @param source of attempts that do not say where they come from; practice of another farm says what ran the arm
     */
    public AttemptSink(String sha256, AttemptSource source, ImportTarget target) {
        this.sha256 = sha256;
        this.source = source;
        this.target = target;
    }

    /** Asked before the work on an attempt is done; one that is stored or waits is counted and must not be added. */
    public boolean isStored(AttemptId attempt) {
        boolean there = waitingIds.contains(attempt) || target.stored().test(attempt);
        attemptsAlreadyStored += there ? 1 : 0;
        return there;
    }

    /** Takes an attempt that is not stored; commits when enough wait. */
    public void add(GraspAttempt attempt) {
        waiting.add(named(attempt));
        waitingIds.add(attempt.id());
        waitingBytes +=
                attempt.frames().stream().mapToLong(frame -> frame.byteCount()).sum();
        if (waiting.size() >= MAX_ATTEMPTS || waitingBytes >= MAX_BYTES) {
            flush();
        }
    }

    private GraspAttempt named(GraspAttempt attempt) {
        return attempt.started().source().equals(AttemptSource.UNNAMED_IMPORT)
                ? new GraspAttempt(attempt.started().withSource(source), attempt.frames(), attempt.ended())
                : attempt;
    }

    /** Commits what waits. */
    public void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        target.store().accept(EpisodeBatch.imported(waiting, sha256));
        attemptsStored += waiting.size();
        framesStored +=
                waiting.stream().mapToLong(attempt -> attempt.frames().size()).sum();
        waiting.clear();
        waitingIds.clear();
        waitingBytes = 0;
    }

    public long attemptsStored() {
        return attemptsStored;
    }

    public long attemptsAlreadyStored() {
        return attemptsAlreadyStored;
    }

    public long framesStored() {
        return framesStored;
    }
}
