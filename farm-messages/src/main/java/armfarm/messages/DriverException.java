package armfarm.messages;

/** An arm cell did not do what was asked: the attempt is over, the cell may work again. */
public class DriverException extends FarmException {
    private static final long serialVersionUID = 1L;

    public DriverException(String message) {
        super(ErrorCode.DEVICE, message);
    }

    public DriverException(String message, Throwable cause) {
        super(ErrorCode.DEVICE, message, cause);
    }
}
