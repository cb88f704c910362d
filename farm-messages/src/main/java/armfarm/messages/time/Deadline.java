package armfarm.messages.time;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A moment by which something has to be done, and the waiting until then. Immutable. */
public final class Deadline {
    /** So far away that a counter of nanoseconds does not overflow. */
    private static final Duration FOREVER = Duration.ofDays(365 * 100);

    private final Ticker ticker;
    private final Duration timeout;
    private final long atNanos;

    private Deadline(Ticker ticker, long fromNanos, Duration timeout) {
        this.ticker = ticker;
        this.timeout = timeout.compareTo(FOREVER) < 0 ? timeout : FOREVER;
        this.atNanos = fromNanos + this.timeout.toNanos();
    }

    public static Deadline after(Duration timeout) {
        return after(timeout, Ticker.system());
    }

    public static Deadline after(Duration timeout, Ticker ticker) {
        return new Deadline(ticker, ticker.nanos(), timeout);
    }

    /** For whoever may take as long as it takes. */
    public static Deadline never() {
        return after(FOREVER);
    }

    /** The moment that comes so much later than this one, however late it is now: for what is done at an even pace. */
    public Deadline plus(Duration later) {
        return new Deadline(ticker, atNanos, later);
    }

    public boolean isOver() {
        return leftNanos() <= 0;
    }

    /** Zero when it is over. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, leftNanos()));
    }

    private long leftNanos() {
        return atNanos - ticker.nanos();
    }

    /**
     * What is left as a socket takes it: at least 1 ms, as 0 would mean for ever.
     *
     * @throws SocketTimeoutException if nothing is left
     */
    public int leftMillis() throws SocketTimeoutException {
        long nanos = leftNanos();
        if (nanos <= 0) {
            throw new SocketTimeoutException("not done within " + timeout.toMillis() + " ms");
        }
        return (int) Math.min(Integer.MAX_VALUE, 1 + TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    /**
     * Waits on a monitor, which the caller holds, until a condition holds; looked at whenever the monitor is notified.
     *
     * @return whether the condition held before the deadline
     */
    public boolean await(Object monitor, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            long nanos = leftNanos();
            if (nanos <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(monitor, nanos);
        }
        return true;
    }

    /**
     * Looks now and then whether a condition holds, for one that nobody tells about.
     *
     * @return whether it held before the deadline
     */
    public boolean poll(Duration every, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (isOver()) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(every.toNanos(), leftNanos()));
        }
        return true;
    }

    /**
     * Waits for the moment itself, to the microsecond. An interrupt ends it and stays set.
     *
     * @return whether the moment has come
     */
    public boolean park() {
        for (long nanos = leftNanos(); nanos > 0 && !Thread.currentThread().isInterrupted(); nanos = leftNanos()) {
            LockSupport.parkNanos(nanos);
        }
        return isOver();
    }
}
