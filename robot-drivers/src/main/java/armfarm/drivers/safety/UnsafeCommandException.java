package armfarm.drivers.safety;

import armfarm.messages.DriverException;

/** A command was refused by a safety rule before anything was sent; the arm has not moved. */
public final class UnsafeCommandException extends DriverException {
    private static final long serialVersionUID = 1L;

    public UnsafeCommandException(String message) {
        super(message);
    }
}
