package armfarm.messages;

/** Why an attempt was made; the trainer reads only {@link #COLLECTION}. */
public enum Purpose {
    COLLECTION,
    EVALUATION
}
