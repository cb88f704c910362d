package armfarm.messages;

/** Which pool the objects in a bin are drawn from; held-out objects are never trained on. */
public enum ObjectSet {
    TRAINING,
    HELD_OUT
}
