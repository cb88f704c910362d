package armfarm.ros;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts named daemon threads and can wait until all of them have ended. One that fails says so in the log; what has to go on then
 * is a loop of its node. Thread-safe.
 */
final class DaemonThreads {
    private static final Logger LOG = LoggerFactory.getLogger(DaemonThreads.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final ThreadFactory factory;
    private int running;

    DaemonThreads() {
        this(Thread::new);
    }

    /** @param factory of threads that are not started */
    DaemonThreads(ThreadFactory factory) {
        this.factory = factory;
    }

    /** Fails, with nothing left behind here, if the system gives no thread. */
    void start(String name, Runnable task) {
        Thread thread = factory.newThread(() -> runCounted(task));
        thread.setName(name);
        thread.setDaemon(true);
        boolean started = false;
        count(1);
        try {
            thread.start();
            started = true;
        } finally {
            if (!started) {
                count(-1);
            }
        }
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
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "{} ended in the middle of its work", Thread.currentThread().getName(), e);
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
