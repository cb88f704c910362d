package armfarm.drivers.ros;

import armfarm.drivers.ros.messages.MessageType;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends messages of one topic to every subscriber. A latched publisher also sends its last message to each subscriber
 * that connects later. Thread-safe.
 */
public final class Publisher<T> implements AutoCloseable {
    /** Messages kept for a slow subscriber: about a second of a fast camera. */
    static final int QUEUE_LENGTH = 32;

    private final RosNode node;
    private final GraphName topic;
    private final MessageType<T> type;
    private final boolean latched;
    private final Set<OutgoingConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong dropped = new AtomicLong();
    private byte[] lastMessage;
    private boolean closed;

    Publisher(RosNode node, GraphName topic, MessageType<T> type, boolean latched) {
        this.node = node;
        this.topic = topic;
        this.type = type;
        this.latched = latched;
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
        synchronized (this) {
            if (latched) {
                lastMessage = bytes;
            }
            connections.forEach(connection -> connection.offer(bytes));
        }
    }

    public int subscriberCount() {
        return connections.size();
    }

    /** Messages dropped for slow subscribers since the start. */
    public long droppedCount() {
        return dropped.get();
    }

    List<String> subscribers() {
        return connections.stream().map(OutgoingConnection::subscriber).sorted().toList();
    }

    /** @return why the subscriber that sent this header cannot be served; empty if it can */
    String refusal(Map<String, String> request) {
        String sum = request.getOrDefault("md5sum", "");
        String theirType = request.getOrDefault("type", "");
        boolean sameType = theirType.equals("*") || theirType.equals(type.name());
        if (sameType && (sum.equals("*") || sum.equals(type.md5()))) {
            return "";
        }
        return "topic " + topic + ": subscriber " + request.get("callerid") + " expects " + theirType + " with md5 "
                + sum + ", publisher " + node.name() + " sends " + type.name() + " with md5 " + type.md5()
                + "; both sides need the same message definition";
    }

    Map<String, String> header() {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("callerid", node.name().path());
        header.put("topic", topic.path());
        header.put("type", type.name());
        header.put("md5sum", type.md5());
        header.put("latching", latched ? "1" : "0");
        header.put("message_definition", type.fullText());
        return header;
    }

    /** Serves a subscriber whose header was answered, on the calling thread, until the link ends. */
    void serve(Socket socket, String subscriber) {
        OutgoingConnection connection = new OutgoingConnection(socket, subscriber, QUEUE_LENGTH, dropped);
        if (attach(connection)) {
            connection.sendUntilClosed();
        }
        connections.remove(connection);
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
        node.unadvertise(this);
    }
}
