package armfarm.simulation;

import armfarm.messages.DriverException;

/** A motion was stopped on its way: the arm stands where it was. */
final class MotionInterruptedException extends DriverException {
    private static final long serialVersionUID = 1L;

    MotionInterruptedException(String reason) {
        super(reason);
    }
}
