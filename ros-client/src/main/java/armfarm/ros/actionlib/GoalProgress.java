package armfarm.ros.actionlib;

import armfarm.ros.messages.GoalStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client knows of one of its goals from what the server said, and when it must give the goal up. Time is a count of
 * nanoseconds that the caller brings. Confined to one thread, or guarded by its owner.
 */
final class GoalProgress {
    private final long patienceNanos;
    private long heardNanos;
    private boolean listed;
    private boolean finished;
    private int status = GoalStatus.PENDING;
    private Optional<String> lost = Optional.empty();

    /** @param patience without the status message that is due next, the goal is lost */
    GoalProgress(Duration patience, long sentNanos) {
        patienceNanos = patience.toNanos();
        heardNanos = sentNanos;
    }

    int status() {
        return status;
    }

    /** @param own this goal's entry in a status message; empty if it has none */
    void heardStatus(Optional<GoalStatus> own, long nanos) {
        if (own.isPresent()) {
            boolean endIsOld = GoalStates.isEnd(status);
            listed = true;
            status = own.get().status();
            if (!endIsOld) {
                heardNanos = nanos;
            }
        } else if (listed && !GoalStates.isEnd(status) && !finished) {
            lost = Optional.of("the server no longer lists it, so it has restarted or forgotten it");
        }
    }

    void heardFeedback(GoalStatus own) {
        if (!GoalStates.isEnd(status)) {
            status = own.status();
        }
    }

    void finished(GoalStatus own) {
        status = own.status();
        finished = true;
    }

    /** Why no result can be expected any more; empty while there is hope or when the result is there. */
    Optional<String> lost(long nanos) {
        if (finished) {
            return Optional.empty();
        }
        if (lost.isEmpty() && nanos - heardNanos > patienceNanos) {
            lost = Optional.of(silence(patienceNanos / 1e9));
        }
        return lost;
    }

    private String silence(double seconds) {
        if (GoalStates.isEnd(status)) {
            return "it is " + GoalStates.word(status) + ", but no result came within " + seconds + " s";
        }
        return listed
                ? "the server's status has been silent for " + seconds + " s"
                : "the server did not list it within " + seconds + " s, so it did not receive it";
    }
}
