package armfarm.messages;

/** Which pool the objects in a bin are drawn from; only those of {@link #TRAINING} are ever trained on. */
public enum ObjectSet {
    /** Practised with. */
    TRAINING,
    /** Other objects of the kinds that are practised with. */
    HELD_OUT,
    /** Objects of kinds that are never practised with. */
    HELD_OUT_KINDS
}
