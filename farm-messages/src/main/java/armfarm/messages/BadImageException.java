package armfarm.messages;

/** Bytes that are no image of a kind the farm stores, or not all of one. */
public final class BadImageException extends FarmException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason what is wrong, without numbers of this one image, so that equal faults can be counted */
    BadImageException(String reason) {
        super(ErrorCode.DATA, reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
