package armfarm.ros;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Lets threads wait for a condition that other threads make true. Thread-safe. */
final class Changes {
    /** Also looks this often, for conditions nobody reports, such as a subscriber having connected to us. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    void happened() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @return whether the condition held before the timeout or an interrupt */
    boolean await(BooleanSupplier condition, Duration timeout) {
        long leftNanos = timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (leftNanos <= 0) {
                return false;
            }
            long slice = Math.min(leftNanos, LOOK_NANOS);
            lock.lock();
            try {
                leftNanos -= slice - Math.max(0, changed.awaitNanos(slice));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return condition.getAsBoolean();
            } finally {
                lock.unlock();
            }
        }
        return true;
    }
}
