package armfarm.ros;

import armfarm.messages.time.Stopwatch;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.ros.NodeStats.SubscriberStats;
import armfarm.ros.messages.MessageFormatException;
import armfarm.ros.messages.MessageType;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the messages of one topic from every publisher, and follows as publishers come, go and restart. Messages of
 * one publisher arrive in order: on the thread of its link, where a callback that blocks holds up only that link and the
 * other subscribers of this node and topic, or on a thread of the subscriber's own behind a bounded queue. Thread-safe.
 */
public final class Subscriber<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);
    private static final Duration LOOK_FOR_END = Duration.ofSeconds(1);

    private final TopicLinks links;
    private final MessageType<T> type;
    private final Consumer<T> callback;
    private final MessageQueue queue;
    private final boolean lent;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong badMessages = new AtomicLong();
    private final Map<IncomingConnection, byte[]> lastLatched = new WeakHashMap<>();
    private volatile Stopwatch sinceLast = Stopwatch.start();
    private volatile String problem = "";
    private volatile boolean closed;

    Subscriber(TopicLinks links, MessageType<T> type, SubscriberOptions options, Consumer<T> callback) {
        this.links = links;
        this.type = type;
        this.callback = callback;
        this.lent = options.lent();
        this.queue = options.queued() ? new MessageQueue(options.queue()) : null;
        if (queue != null) {
            links.node()
                    .startLoop("ros-deliver" + links.topic(), "delivery of " + links.topic(), this::deliverUntilClosed);
        }
    }

    public GraphName topic() {
        return links.topic();
    }

    public MessageType<T> type() {
        return type;
    }

    TopicLinks links() {
        return links;
    }

    /** Links over which messages can arrive now. */
    public int connectionCount() {
        return (int)
                links.links().stream().filter(IncomingConnection::connected).count();
    }

    /** Every publisher the master knows, by its address, with what is wrong with the link to it; empty if nothing is. */
    public Map<String, String> publishers() {
        Map<String, String> problems = new TreeMap<>();
        links.links()
                .forEach(link ->
                        problems.put(link.publisher().toString(), link.state().detail()));
        return problems;
    }

    /** Messages received since the start, the dropped and the unreadable ones included. */
    public long messageCount() {
        return messages.get();
    }

    /** Messages that did not fit into the queue, since the start. */
    public long droppedCount() {
        return dropped.get();
    }

    /** Messages that could not be read, or that the callback failed on, since the start. */
    public long badMessageCount() {
        return badMessages.get();
    }

    /** Since the last message, or since the subscription if there was none. */
    public Duration silentFor() {
        return sinceLast.elapsed();
    }

    /** Why the newest message was of no use; empty if it was. */
    String problem() {
        return problem;
    }

    /**
     * Whether data arrives, and if not, why. Looks only at what is known already: does not block.
     *
     * @param maxSilence without a message for longer than this the topic is not healthy; for a latched topic that speaks
     *     once, take a very long time
     */
    public TopicHealth health(Duration maxSilence) {
        return HealthCheck.of(this, maxSilence);
    }

    /**
     * Watches the age of the data from now on.
     *
     * @param maxSilence without a message for longer than this something is wrong
     * @param callback gets each new cause, once, and {@link TopicHealth.Cause#OK} when data comes again
     */
    public HealthWatch watch(Duration maxSilence, Consumer<TopicHealth> callback) {
        HealthWatch watch = new HealthWatch(this, maxSilence, callback);
        links.node().remember(watch);
        return watch;
    }

    SubscriberStats stats() {
        return new SubscriberStats(
                topic(),
                type.name(),
                messages.get(),
                bytes.get(),
                dropped.get(),
                badMessages.get(),
                queue == null ? 0 : queue.size(),
                links.linkStats());
    }

    /** Whether nobody reads a message any more when {@link #receive} has returned. */
    boolean returnsMessages() {
        return lent;
    }

    /** As {@link #receive}, but a message that came from this link already is left out. */
    void receiveLatched(IncomingConnection link, byte[] message) {
        synchronized (lastLatched) {
            if (lastLatched.put(link, message) == message) {
                return;
            }
        }
        receive(message);
    }

    void receive(byte[] message) {
        messages.incrementAndGet();
        bytes.addAndGet(message.length);
        sinceLast = Stopwatch.start();
        if (queue == null) {
            deliver(message);
        } else {
            dropped.addAndGet(queue.offer(message));
        }
    }

    private void deliverUntilClosed(SupervisedLoop self) throws InterruptedException {
        while (!closed) {
            byte[] message = queue.poll(LOOK_FOR_END);
            if (message != null) {
                deliver(message);
            }
            self.progress();
        }
    }

    private void deliver(byte[] message) {
        try {
            callback.accept(type.deserialize(message));
            problem = "";
        } catch (MessageFormatException | RuntimeException e) {
            problem = "a message of " + message.length + " bytes could not be used: " + e;
            if (badMessages.incrementAndGet() == 1) {
                LOG.warn("{}: {}; more are only counted", topic(), problem, e);
            }
        }
    }

    /** Ends the delivery; the links are the topic's. */
    void closeQueue() {
        closed = true;
        if (queue != null) {
            queue.close();
        }
    }

    /** Ends the subscription, with the last one of the topic also the links; a callback that already runs still finishes. */
    @Override
    public void close() {
        links.node().unsubscribe(this);
    }
}
