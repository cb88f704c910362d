package armfarm.episodes;

/** Where a model stands. */
public enum ModelState {
    /** Trained, not yet on the arms. */
    CANDIDATE,
    /** On the arms. */
    FLEET,
    /** Was on the arms. */
    RETIRED,
    /** Did not pass a check; never on the arms. */
    REFUSED
}
