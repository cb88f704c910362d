package armfarm.policy.practice;

import java.util.Optional;

/** Where arms get their attempts from. Thread-safe. */
public interface AttemptTasks {
    /**
     * The next attempt for an arm, or empty if there is none at present.
     *
     * @param arrangesBin whether the arm's bin is arranged on request: others make no evaluation
     */
    Optional<AttemptTask> next(boolean arrangesBin);

    /** Reports that a task handed out by {@link #next} is over; an aborted one is handed out again. */
    void finished(AttemptTask task, boolean completed);

    /** Waits until something changes or the time has passed. */
    void awaitChange(long milliseconds) throws InterruptedException;
}
