package armfarm.messages.supervision;

/** How a supervised loop is. */
public enum LoopState {
    /** Made, not started. */
    NEW,
    /** Works: what it did last succeeded. */
    RUNNING,
    /** What it did last failed; it waits for the next try, or is at it. */
    RESTARTING,
    /** Has shown no sign of life for longer than it may. */
    STUCK,
    /** Came to its end as it was meant to. */
    ENDED,
    /** Ended by a failure after which it cannot go on; nothing but a new start of the process heals that. */
    DEAD;

    /** Whether somebody should look at it. */
    public boolean isProblem() {
        return this == RESTARTING || this == STUCK || this == DEAD;
    }
}
