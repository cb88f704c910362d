package armfarm.ros;

import armfarm.ros.NodeStats.PublisherStats;
import armfarm.ros.messages.MessageType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Sends messages of one topic to every subscriber. A latched publisher also sends its last message to each subscriber
 * that connects later. Thread-safe.
 */
public final class Publisher<T> implements AutoCloseable {
    private static final int MAX_REFUSALS = 32;

    private final NodeCore node;
    private final GraphName topic;
    private final MessageType<T> type;
    private final PublisherOptions options;
    private final Consumer<Publisher<?>> unadvertise;
    private final Set<OutgoingConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytesPublished = new AtomicLong();
    private final AtomicLong droppedOnEndedLinks = new AtomicLong();
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private byte[] lastMessage;
    private boolean closed;

    /** @param unadvertise withdraws it */
    Publisher(
            NodeCore node,
            GraphName topic,
            MessageType<T> type,
            PublisherOptions options,
            Consumer<Publisher<?>> unadvertise) {
        this.node = node;
        this.topic = topic;
        this.type = type;
        this.options = options;
        this.unadvertise = unadvertise;
    }

    public GraphName topic() {
        return topic;
    }

    public MessageType<T> type() {
        return type;
    }

    /** Never blocks: a subscriber that does not keep up loses its oldest waiting message. */
    public void publish(T message) {
        byte[] bytes = type.serializeWithLength(message);
        messages.incrementAndGet();
        bytesPublished.addAndGet(bytes.length);
        synchronized (this) {
            if (options.latched()) {
                lastMessage = bytes;
            }
            connections.forEach(connection -> connection.offer(bytes));
        }
    }

    public int subscriberCount() {
        return connections.size();
    }

    /** Messages dropped for slow subscribers since the start. */
    public synchronized long droppedCount() {
        return droppedOnEndedLinks.get()
                + connections.stream().mapToLong(OutgoingConnection::dropped).sum();
    }

    /** Why subscribers were refused, by the name of their node; the last {@value #MAX_REFUSALS} at most. */
    public Map<String, String> refusals() {
        return Map.copyOf(refusals);
    }

    PublisherStats stats() {
        return new PublisherStats(
                topic,
                type.name(),
                messages.get(),
                bytesPublished.get(),
                droppedCount(),
                connections.stream().map(OutgoingConnection::stats).toList());
    }

    /** @return why the subscriber that sent this header cannot be served; empty if it can */
    String refusal(Map<String, String> request) {
        String sum = request.getOrDefault("md5sum", "");
        String theirType = request.getOrDefault("type", "");
        boolean sameType = theirType.equals("*") || theirType.equals(type.name());
        if (sameType && (sum.equals("*") || sum.equals(type.md5()))) {
            if (!sum.equals("*")) {
                refusals.remove(request.getOrDefault("callerid", "?"));
            }
            return "";
        }
        String refusal =
                "topic " + topic + ": subscriber " + request.get("callerid") + " expects " + theirType + " with md5 "
                        + sum + ", publisher " + node.name() + " sends " + type.name() + " with md5 " + type.md5()
                        + "; both sides need the same message definition";
        if (refusals.size() < MAX_REFUSALS) {
            refusals.put(LinkFault.shortened(request.getOrDefault("callerid", "?")), LinkFault.shortened(refusal));
        }
        return refusal;
    }

    Map<String, String> header() {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("callerid", node.name().path());
        header.put("topic", topic.path());
        header.put("type", type.name());
        header.put("md5sum", type.md5());
        header.put("latching", options.latched() ? "1" : "0");
        header.put("message_definition", type.fullText());
        return header;
    }

    /** Serves a subscriber whose header was answered, on the calling thread, until the link ends. */
    void serve(ServedSocket socket, String subscriber) {
        OutgoingConnection connection = new OutgoingConnection(socket, subscriber, options.queue());
        if (attach(connection)) {
            node.changes().happened();
            connection.sendUntilClosed();
        }
        synchronized (this) {
            connections.remove(connection);
            droppedOnEndedLinks.addAndGet(connection.dropped());
        }
    }

    private synchronized boolean attach(OutgoingConnection connection) {
        if (closed) {
            connection.close();
            return false;
        }
        if (lastMessage != null) {
            connection.offer(lastMessage);
        }
        connections.add(connection);
        return true;
    }

    synchronized void closeConnections() {
        closed = true;
        connections.forEach(OutgoingConnection::close);
    }

    /** Withdraws the topic from the master and ends all links. */
    @Override
    public void close() {
        unadvertise.accept(this);
    }
}
