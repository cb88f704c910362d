package armfarm.ros;

import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.time.Stopwatch;
import armfarm.ros.NodeStats.SubscriberStats;
import armfarm.ros.messages.MessageFormatException;
import armfarm.ros.messages.MessageType;
import java.time.Duration;
import java.util.List;
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
    private final Consumer<Subscriber<?>> unsubscribe;
    private final MessageQueue queue;
    private final boolean lent;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong badMessages = new AtomicLong();
    private final MessageReceiver receiver = new Receiver();
    private volatile Stopwatch sinceLast = Stopwatch.start();
    private volatile String problem = "";
    private volatile boolean closed;

    /** @param unsubscribe ends it */
    Subscriber(
            TopicLinks links,
            MessageType<T> type,
            SubscriberOptions options,
            Consumer<T> callback,
            Consumer<Subscriber<?>> unsubscribe) {
        this.links = links;
        this.type = type;
        this.callback = callback;
        this.unsubscribe = unsubscribe;
        this.lent = options.lent();
        this.queue = options.queued() ? new MessageQueue(options.queue()) : null;
        if (queue != null) {
            node().startLoop("ros-deliver" + topic(), "delivery of " + topic(), this::deliverUntilClosed);
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

    private NodeCore node() {
        return links.followed().node();
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

    /**
     * Whether data arrives, and if not, why. Looks only at what is known already: does not block.
     *
     * @param maxSilence without a message for longer than this the topic is not healthy; for a latched topic that speaks
     *     once, take a very long time
     */
    public TopicHealth health(Duration maxSilence) {
        List<TopicHealth.Link> states =
                links.links().stream().map(IncomingConnection::state).toList();
        return new HealthCheck(node(), topic(), problem, messages.get(), silentFor(), states).health(maxSilence);
    }

    /**
     * Watches the age of the data from now on.
     *
     * @param maxSilence without a message for longer than this something is wrong
     * @param callback gets each new cause, once, and {@link TopicHealth.Cause#OK} when data comes again
     */
    public HealthWatch watch(Duration maxSilence, Consumer<TopicHealth> callback) {
        NodeCore node = node();
        HealthWatch watch = new HealthWatch(() -> health(maxSilence), maxSilence, callback, node::forget);
        node.remember(watch);
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

    /** What the topic's links give the messages to. */
    MessageReceiver receiver() {
        return receiver;
    }

    private final class Receiver implements MessageReceiver {
        private final Map<Object, byte[]> lastLatched = new WeakHashMap<>();

        @Override
        public void receive(byte[] message) {
            messages.incrementAndGet();
            bytes.addAndGet(message.length);
            sinceLast = Stopwatch.start();
            if (queue == null) {
                deliver(message);
            } else {
                dropped.addAndGet(queue.offer(message));
            }
        }

        @Override
        public void receiveLatched(Object link, byte[] message) {
            synchronized (lastLatched) {
                if (lastLatched.put(link, message) == message) {
                    return;
                }
            }
            receive(message);
        }

        @Override
        public boolean returnsMessages() {
            return lent;
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
        unsubscribe.accept(this);
    }
}
