package armfarm.messages;

/** Why an attempt was made; the trainer reads {@link #COLLECTION}, and {@link #IMPORT} where it is asked for. */
public enum Purpose {
    COLLECTION,
    EVALUATION,
    /** Not made by this farm: brought in from a recording, to look at, to hand on, and to train on where that is asked for. */
    IMPORT
}
