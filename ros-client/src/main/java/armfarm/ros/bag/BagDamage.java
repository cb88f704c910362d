package armfarm.ros.bag;

import java.io.IOException;

/** Bytes that are not what the format says; the message has the offset. What came before them is still good. */
final class BagDamage extends IOException {
    private static final long serialVersionUID = 1L;

    BagDamage(String message) {
        super(message);
    }

    BagDamage(String message, Throwable cause) {
        super(message, cause);
    }
}
