package armfarm.messages;

/** How an attempt ended. A failed grasp is data, not an error. */
public enum Outcome {
    SUCCESS,
    FAILURE,
    /** The sensors disagree or could not tell. */
    UNKNOWN,
    /** The attempt did not complete; its frames are kept but nobody trains on it. */
    ABORTED
}
