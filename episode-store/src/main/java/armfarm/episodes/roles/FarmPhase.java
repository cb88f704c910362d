package armfarm.episodes.roles;

/** What the controller wants of the other processes. */
public enum FarmPhase {
    /** No controller has run yet: nothing is begun. */
    WAITING,
    /** Arms practise. */
    PRACTISING,
    /** Practice is over; the trainer trains once more. */
    TRAINING,
    /** Arms make the queued first grasps on held-out objects. */
    EVALUATING,
    /** The run has ended; nothing is begun until a controller starts another one. */
    OVER
}
