package armfarm.controller.bags;

import armfarm.messages.AttemptId;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Hands the attempts of one recording to the store in commits of bounded size. Confined to one thread. */
final class AttemptSink {
    private static final int MAX_ATTEMPTS = 32;
    private static final long MAX_BYTES = 32 << 20;

    private final String sha256;
    private final Predicate<AttemptId> stored;
    private final Consumer<EpisodeBatch> store;
    private final List<GraspAttempt> waiting = new ArrayList<>();
    private long waitingBytes;
    private long attemptsStored;
    private long attemptsAlreadyStored;
    private long framesStored;

    /** @param sha256 of the recording */
    AttemptSink(String sha256, Predicate<AttemptId> stored, Consumer<EpisodeBatch> store) {
        this.sha256 = sha256;
        this.stored = stored;
        this.store = store;
    }

    /** Asked before the work on an attempt is done; one that is stored is counted and must not be added. */
    boolean isStored(AttemptId attempt) {
        boolean there = stored.test(attempt);
        attemptsAlreadyStored += there ? 1 : 0;
        return there;
    }

    void add(GraspAttempt attempt) {
        waiting.add(attempt);
        waitingBytes += attempt.frames().stream()
                .mapToLong(frame -> frame.image().byteCount())
                .sum();
        if (waiting.size() >= MAX_ATTEMPTS || waitingBytes >= MAX_BYTES) {
            flush();
        }
    }

    void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        store.accept(EpisodeBatch.imported(waiting, sha256));
        attemptsStored += waiting.size();
        framesStored +=
                waiting.stream().mapToLong(attempt -> attempt.frames().size()).sum();
        waiting.clear();
        waitingBytes = 0;
    }

    long attemptsStored() {
        return attemptsStored;
    }

    long attemptsAlreadyStored() {
        return attemptsAlreadyStored;
    }

    long framesStored() {
        return framesStored;
    }
}
