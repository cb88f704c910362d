package armfarm.ros.bag;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;

/** A file that is no bag of a version and kind we read; nothing of it can be used. */
public final class BagFormatException extends FarmException {
    private static final long serialVersionUID = 1L;

    public BagFormatException(String message) {
        super(ErrorCode.DATA, message);
    }
}
