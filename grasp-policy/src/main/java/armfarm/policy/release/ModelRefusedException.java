package armfarm.policy.release;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;

/** A model file must not reach an arm. The message names file, check, found and expected; the old model stays. */
public class ModelRefusedException extends FarmException {
    private static final long serialVersionUID = 1L;

    public ModelRefusedException(Object file, String what) {
        super(ErrorCode.DATA, "Model " + file + " refused: " + what);
    }

    public ModelRefusedException(Object file, String what, Throwable cause) {
        super(ErrorCode.DATA, "Model " + file + " refused: " + what, cause);
    }
}
