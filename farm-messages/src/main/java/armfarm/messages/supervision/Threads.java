package armfarm.messages.supervision;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;

/** Starts threads. */
final class Threads {
    private Threads() {}

    /** @throws FarmException (RESOURCE) if the system gives none */
    static void start(Thread thread, String what) {
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            throw new FarmException(ErrorCode.RESOURCE, "Cannot start the " + what + ": " + FailureText.of(e), e);
        }
    }
}
