package armfarm.ros;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Waiting messages within a limit. Offering never blocks: what no longer fits drops the oldest. Thread-safe. */
final class MessageQueue {
    private final QueueLimit limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<byte[]> messages = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    MessageQueue(QueueLimit limit) {
        this.limit = limit;
    }

    /** @return how many older messages were dropped for it; 0 after {@link #close}, which takes no more */
    int offer(byte[] message) {
        lock.lock();
        try {
            if (closed) {
                return 0;
            }
            int dropped = 0;
            while (!messages.isEmpty()
                    && (messages.size() >= limit.messages() || bytes + message.length > limit.bytes())) {
                bytes -= messages.poll().length;
                dropped++;
            }
            messages.add(message);
            bytes += message.length;
            arrived.signal();
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until there is a message. @return the oldest; null if none came in time or the queue is closed */
    byte[] poll(Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long leftNanos = timeout.toNanos();
            while (messages.isEmpty() && !closed && leftNanos > 0) {
                leftNanos = arrived.awaitNanos(leftNanos);
            }
            byte[] message = messages.poll();
            bytes -= message == null ? 0 : message.length;
            return message;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return messages.size();
        } finally {
            lock.unlock();
        }
    }

    /** Of all waiting messages. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what waits and takes no more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            messages.clear();
            bytes = 0;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
