package armfarm.ros;

import armfarm.messages.DriverException;

/** A service call did not end with an answer. */
public final class ServiceException extends DriverException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Cause {
        /** The master knows no such service, or nothing answers at the address it gave. The request was not sent. */
        UNAVAILABLE,
        /** The server has another definition of the service, or is none. The request was not sent. */
        TYPE_MISMATCH,
        /** The server got the request and answered with an error. */
        REFUSED,
        /** No answer in time: whether the server acted on the request is not known. */
        TIMED_OUT,
        /** The link ended before the answer: whether the server acted on the request is not known. */
        LINK_LOST
    }

    private final Cause reason;

    ServiceException(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    ServiceException(Cause reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}
