package armfarm.messages;

import java.util.Objects;

/**
 * Root of all failures a person has to act on. The message says what failed, which thing, what was found and expected,
 * and what to do.
 */
public class FarmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public FarmException(ErrorCode code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code);
    }

    public FarmException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code);
    }

    public ErrorCode code() {
        return code;
    }
}
