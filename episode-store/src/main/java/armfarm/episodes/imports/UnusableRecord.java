package armfarm.episodes.imports;

/** A record of a data set that is no attempt; the text says what was found and expected, and is the same for the same fault. */
public final class UnusableRecord extends Exception {
    private static final long serialVersionUID = 1L;

    public UnusableRecord(String reason) {
        super(reason);
    }
}
