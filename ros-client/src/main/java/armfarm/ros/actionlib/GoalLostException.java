package armfarm.ros.actionlib;

import armfarm.messages.DriverException;

/** A goal whose server is gone or has forgotten it. Whether the arm did what was asked is unknown. */
public final class GoalLostException extends DriverException {
    private static final long serialVersionUID = 1L;

    GoalLostException(String message) {
        super(message);
    }
}
