package armfarm.messages;

/** Another store has stored more of a partition since; nothing of the batch was stored, and reading goes on from what is. */
public final class StreamMovedException extends FarmException {
    private static final long serialVersionUID = 1L;

    public StreamMovedException(String message) {
        super(ErrorCode.DATA, message);
    }
}
