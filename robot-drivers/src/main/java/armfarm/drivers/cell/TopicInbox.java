package armfarm.drivers.cell;

import armfarm.messages.DriverException;
import armfarm.messages.time.Deadline;
import armfarm.messages.time.Stopwatch;
import armfarm.ros.GraphName;
import armfarm.ros.RosNode;
import armfarm.ros.Subscriber;
import armfarm.ros.SubscriberOptions;
import armfarm.ros.messages.MessageType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The last message of one topic, and waiting for one that fits. Thread-safe. */
final class TopicInbox<T> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    /** Links to a publisher that lives are there again within a second. */
    private static final Duration GONE = Duration.ofSeconds(3);

    private final String what;
    private final String check;
    private final RosNode node;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Subscriber<?> subscriber;
    private T last;
    private long count;
    private volatile String refusal = "";

    /**
     * Subscribes.
     *
     * @param mapping from the message to what is kept; may refuse it with an exception
     * @param what a message of this topic is, for error texts
     * @param check what a person should look at when none comes
     */
    <M> TopicInbox(
            RosNode node, GraphName topic, MessageType<M> type, Function<M, T> mapping, String what, String check) {
        this(node, topic, type, SubscriberOptions.direct(), mapping, what, check);
    }

    /** @param options with {@link SubscriberOptions#lending}, the mapping copies what it keeps */
    <M> TopicInbox(
            RosNode node,
            GraphName topic,
            MessageType<M> type,
            SubscriberOptions options,
            Function<M, T> mapping,
            String what,
            String check) {
        this.node = node;
        this.what = what;
        this.check = check;
        this.subscriber = node.subscribe(topic, type, options, message -> put(map(mapping, message)));
    }

    private <M> T map(Function<M, T> mapping, M message) {
        try {
            return mapping.apply(message);
        } catch (IllegalArgumentException | DriverException e) {
            refusal = e.getMessage();
            throw e;
        }
    }

    /** Why the last message that was refused was; empty if none was. */
    String lastRefusal() {
        return refusal.isEmpty() ? "" : " (the last one that came: " + refusal + ")";
    }

    GraphName topic() {
        return subscriber.topic();
    }

    boolean connected() {
        return subscriber.connectionCount() > 0;
    }

    Optional<T> last() {
        lock.lock();
        try {
            return Optional.ofNullable(last);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the last message. */
    void clear() {
        lock.lock();
        try {
            last = null;
        } finally {
            lock.unlock();
        }
    }

    private void put(T message) {
        lock.lock();
        try {
            last = message;
            count++;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Blocks until the last message fits or the timeout passed. */
    Optional<T> poll(Predicate<T> wanted, Duration timeout) {
        long leftNanos = timeout.toNanos();
        lock.lock();
        try {
            while (last == null || !wanted.test(last)) {
                if (leftNanos <= 0) {
                    return Optional.empty();
                }
                leftNanos = arrived.awaitNanos(leftNanos);
            }
            return Optional.of(last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DriverException("Interrupted while waiting for " + what + " on " + topic(), e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Blocks until the last message fits, the timeout passed, or whoever publishes them has gone: what was asked of a node that died
     * is not answered by the one in its place.
     *
     * @param which of the messages is wanted, for the error text; may be empty
     * @throws DriverException if none came; it names the topic, its publishers and what to check
     */
    T await(Predicate<T> wanted, String which, Duration timeout) {
        long before = count();
        Deadline deadline = Deadline.after(timeout);
        Stopwatch waited = Stopwatch.start();
        Optional<Stopwatch> gone = Optional.empty();
        boolean seen = before > 0; // of one that never came it is not known that it has gone
        while (true) {
            Duration left = deadline.left();
            Optional<T> message = poll(wanted, left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY);
            if (message.isPresent()) {
                return message.get();
            }
            seen |= connected();
            gone = connected() || !seen ? Optional.empty() : Optional.of(gone.orElseGet(Stopwatch::start));
            if (deadline.isOver() || gone.filter(watch -> watch.isPast(GONE)).isPresent()) {
                throw missing(which, deadline.isOver() ? timeout : waited.elapsed(), count() - before);
            }
        }
    }

    private long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    private DriverException missing(String which, Duration waited, long others) {
        String text = "No " + what + (which.isEmpty() ? "" : " " + which) + " on " + topic() + " within "
                + waited.toMillis() / 1000.0 + " s: " + publishers();
        if (others > 0) {
            text += ", " + others + " other messages came";
        }
        if (subscriber.badMessageCount() > 0) {
            text += ", " + subscriber.badMessageCount() + " messages could not be read" + lastRefusal();
        }
        return new DriverException(text + "; " + check);
    }

    private String publishers() {
        Map<String, String> known = subscriber.publishers();
        if (known.isEmpty()) {
            return "no publisher is registered at the master " + node.masterUri();
        }
        String links = known.entrySet().stream()
                .map(link -> link.getValue().isEmpty() ? link.getKey() : link.getKey() + " (" + link.getValue() + ")")
                .collect(Collectors.joining(", "));
        return known.size() + (known.size() == 1 ? " publisher" : " publishers") + " registered at " + links;
    }
}
