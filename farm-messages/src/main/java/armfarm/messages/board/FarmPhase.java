package armfarm.messages.board;

import java.util.Locale;

/** What a run of the farm is at, as its controller tells everybody. */
public enum FarmPhase {
    /** No controller has run yet: nothing is begun. */
    WAITING,
    /** Services and arms are being started: nothing is begun. */
    STARTING,
    /** Arms practise. */
    PRACTISING,
    /** Nothing is begun; what the arms made is on its way to the store. */
    STORING,
    /** Practice is over; the trainer trains once more. */
    TRAINING,
    /** Arms make the queued first grasps on held-out objects. */
    EVALUATING,
    /** The farm's process ends. */
    STOPPING,
    /** The run has ended; nothing is begun until a controller starts another one. */
    OVER;

    /** Whether arms may begin attempts, if there are some to make. */
    public boolean beginsAttempts() {
        return this == PRACTISING || this == EVALUATING;
    }

    /** For people. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
