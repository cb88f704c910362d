package armfarm.ingest.image;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;

/** A frame that is not used; the camera may go on with the next one. */
public final class FrameRejectedException extends FarmException {
    private static final long serialVersionUID = 1L;

    private final FrameFault fault;

    FrameRejectedException(FrameFault fault, String camera, String found, String expected) {
        super(
                ErrorCode.DATA,
                "Frame of camera " + camera + " rejected (" + fault.label() + "): found " + found + ", expected "
                        + expected);
        this.fault = fault;
    }

    public FrameFault fault() {
        return fault;
    }
}
