package armfarm.drivers.ros;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Starts named daemon threads and can wait until all of them have ended. Thread-safe. */
final class DaemonThreads {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private int running;

    void start(String name, Runnable task) {
        Thread thread = new Thread(() -> runCounted(task), name);
        thread.setDaemon(true);
        count(1);
        thread.start();
    }

    int running() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until no thread runs or the timeout passed. @return whether none runs */
    boolean awaitEnd(Duration timeout) {
        long leftNanos = timeout.toNanos();
        lock.lock();
        try {
            while (running > 0 && leftNanos > 0) {
                leftNanos = ended.awaitNanos(leftNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return running() == 0;
    }

    private void runCounted(Runnable task) {
        try {
            task.run();
        } finally {
            count(-1);
        }
    }

    private void count(int change) {
        lock.lock();
        try {
            running += change;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
