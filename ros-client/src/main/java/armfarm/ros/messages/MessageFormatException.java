package armfarm.ros.messages;

import java.io.IOException;

/** Bytes that are not a message of the expected type. */
public final class MessageFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public MessageFormatException(String message) {
        super(message);
    }
}
