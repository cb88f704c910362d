package armfarm.policy.training;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;

/** A training ended in numbers that are not finite. Nothing was changed: the model in use stays in use. */
public class TrainingDivergedException extends FarmException {
    private static final long serialVersionUID = 1L;

    public TrainingDivergedException(String message) {
        super(ErrorCode.DATA, message);
    }
}
