package armfarm.ros.net;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A moment by which something has to be done, by the monotonic clock. Immutable. */
public final class Deadline {
    private final Duration timeout;
    private final long atNanos;

    private Deadline(Duration timeout) {
        this.timeout = timeout;
        this.atNanos = System.nanoTime() + timeout.toNanos();
    }

    public static Deadline after(Duration timeout) {
        return new Deadline(timeout);
    }

    /**
     * What is left, at least 1.
     *
     * @throws SocketTimeoutException if nothing is left
     */
    public int leftMillis() throws SocketTimeoutException {
        long leftNanos = atNanos - System.nanoTime();
        if (leftNanos <= 0) {
            throw new SocketTimeoutException("not done within " + timeout.toMillis() + " ms");
        }
        return (int) Math.min(Integer.MAX_VALUE, 1 + TimeUnit.NANOSECONDS.toMillis(leftNanos));
    }
}
