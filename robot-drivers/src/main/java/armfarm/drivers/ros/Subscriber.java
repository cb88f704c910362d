package armfarm.drivers.ros;

import armfarm.drivers.ros.messages.MessageFormatException;
import armfarm.drivers.ros.messages.MessageType;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the messages of one topic from every publisher, and follows as publishers come, go and restart. Messages of
 * one publisher arrive in order, on the thread of its link; a callback that blocks holds up only that link. Thread-safe.
 */
public final class Subscriber<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

    private final RosNode node;
    private final GraphName topic;
    private final MessageType<T> type;
    private final Consumer<T> callback;
    private final Map<URI, IncomingConnection> links = new HashMap<>();
    private final AtomicLong badMessages = new AtomicLong();
    private boolean updated;
    private boolean closed;

    Subscriber(RosNode node, GraphName topic, MessageType<T> type, Consumer<T> callback) {
        this.node = node;
        this.topic = topic;
        this.type = type;
        this.callback = callback;
    }

    public GraphName topic() {
        return topic;
    }

    public MessageType<T> type() {
        return type;
    }

    GraphName nodeName() {
        return node.name();
    }

    /** Links over which messages can arrive now. */
    public synchronized int connectionCount() {
        return (int)
                links.values().stream().filter(IncomingConnection::connected).count();
    }

    /** Every publisher the master knows, by its address, with what is wrong with the link to it; empty if nothing is. */
    public synchronized Map<String, String> publishers() {
        Map<String, String> problems = new TreeMap<>();
        links.forEach((publisher, link) -> problems.put(publisher.toString(), link.problem()));
        return problems;
    }

    /** Messages that could not be read, or that the callback failed on, since the start. */
    public long badMessageCount() {
        return badMessages.get();
    }

    Map<String, String> header() {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("callerid", node.name().path());
        header.put("topic", topic.path());
        header.put("type", type.name());
        header.put("md5sum", type.md5());
        header.put("tcp_nodelay", "1");
        header.put("message_definition", type.fullText());
        return header;
    }

    /** What the master answered to the registration; stale if an update came in between. */
    synchronized void registered(List<URI> publishers) {
        if (!updated) {
            follow(publishers);
        }
    }

    /** The master's current list of publishers. */
    synchronized void publisherUpdate(List<URI> publishers) {
        updated = true;
        follow(publishers);
    }

    private void follow(List<URI> publishers) {
        if (closed) {
            return;
        }
        links.entrySet().removeIf(entry -> {
            boolean gone = !publishers.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        for (URI publisher : publishers) {
            IncomingConnection known = links.get(publisher);
            if (known != null) {
                known.retryNow();
            } else {
                IncomingConnection link = new IncomingConnection(this, publisher);
                links.put(publisher, link);
                node.threads().start("ros-in" + topic + "-" + publisher.getPort(), link::readUntilClosed);
            }
        }
    }

    void changed() {
        node.changed();
    }

    void receive(byte[] bytes) {
        try {
            callback.accept(type.deserialize(bytes));
        } catch (MessageFormatException | RuntimeException e) {
            if (badMessages.incrementAndGet() == 1) {
                LOG.warn("{}: a message of {} bytes could not be used; more are only counted", topic, bytes.length, e);
            }
        }
    }

    synchronized void closeLinks() {
        closed = true;
        links.values().forEach(IncomingConnection::close);
        links.clear();
    }

    /** Withdraws from the master and ends all links; a callback that already runs still finishes. */
    @Override
    public void close() {
        node.unsubscribe(this);
    }
}
