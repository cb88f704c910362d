package armfarm.messages;

/** Why an attempt was made; the trainer reads only {@link #COLLECTION}. */
public enum Purpose {
    COLLECTION,
    EVALUATION,
    /** Not made by this farm: brought in from a recording, to look at and to hand on. */
    IMPORT
}
