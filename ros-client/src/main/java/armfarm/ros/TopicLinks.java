package armfarm.ros;

import armfarm.messages.DriverException;
import armfarm.ros.NodeStats.LinkStats;
import armfarm.ros.messages.MessageType;
import java.net.URI;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One topic that a node follows: the links to its publishers, shared by all of the node's subscribers of the topic. A link
 * is made when the master names a publisher and ends when it no longer does. Thread-safe.
 */
final class TopicLinks {
    private final RosNode node;
    private final GraphName topic;
    private final MessageType<?> type;
    private final boolean noDelay;
    private final List<Subscriber<?>> subscribers = new CopyOnWriteArrayList<>();
    private final Map<URI, IncomingConnection> links = new HashMap<>();
    private boolean updated;
    private boolean closed;

    TopicLinks(RosNode node, GraphName topic, MessageType<?> type, boolean noDelay) {
        this.node = node;
        this.topic = topic;
        this.type = type;
        this.noDelay = noDelay;
    }

    RosNode node() {
        return node;
    }

    GraphName topic() {
        return topic;
    }

    MessageType<?> type() {
        return type;
    }

    /** @throws DriverException if a further subscriber would need other links than these */
    void requireSameType(MessageType<?> other) {
        if (!other.name().equals(type.name()) || !other.md5().equals(type.md5())) {
            throw new DriverException("Node " + node.name() + " already follows " + topic + " as " + type.name()
                    + " with md5 " + type.md5() + ", not as " + other.name() + " with md5 " + other.md5()
                    + "; a topic has one type");
        }
    }

    Map<String, String> header() {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("callerid", node.name().path());
        header.put("topic", topic.path());
        header.put("type", type.name());
        header.put("md5sum", type.md5());
        header.put("tcp_nodelay", noDelay ? "1" : "0");
        header.put("message_definition", type.fullText());
        return header;
    }

    /** Latched publishers' last messages are given to it at once. */
    void add(Subscriber<?> subscriber) {
        subscribers.add(subscriber);
        links().forEach(link -> link.repeatLatched(subscriber));
    }

    /** @return whether there are others left */
    boolean remove(Subscriber<?> subscriber) {
        subscribers.remove(subscriber);
        return !subscribers.isEmpty();
    }

    List<Subscriber<?>> subscribers() {
        return subscribers;
    }

    /** Before the master is asked: its updates from now on are newer than its answer. */
    synchronized void registering() {
        updated = false;
    }

    /** What the master answered to the registration; stale if an update came in between. */
    synchronized void registered(List<URI> publishers) {
        if (!updated) {
            follow(publishers);
        }
    }

    /**
     * What a master answered that had forgotten everything: publishers that have not registered there again are not in
     * it, and many never will be, so links that work are kept until they end.
     */
    synchronized void registeredAgain(List<URI> publishers) {
        links.values().stream().filter(IncomingConnection::connected).forEach(IncomingConnection::keepUntilItEnds);
        registered(publishers);
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
            boolean gone =
                    !publishers.contains(entry.getKey()) && !entry.getValue().keptUntilItEnds();
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        for (URI publisher : publishers) {
            IncomingConnection known = links.get(publisher);
            if (known != null) {
                known.listed();
            } else {
                IncomingConnection link = new IncomingConnection(this, publisher);
                node.startLoop(
                        "ros-in" + topic + "-" + publisher.getPort(),
                        "link of " + topic + " to " + publisher,
                        link::readUntilClosed);
                links.put(publisher, link); // only once it lives, so that the next list of publishers tries again
            }
        }
    }

    /** A link that was kept although the master does not list its publisher has ended. */
    synchronized void forget(IncomingConnection link) {
        links.remove(link.publisher(), link);
    }

    synchronized List<IncomingConnection> links() {
        return links.values().stream()
                .sorted(Comparator.comparing(IncomingConnection::publisher))
                .toList();
    }

    List<LinkStats> linkStats() {
        return links().stream().map(IncomingConnection::stats).toList();
    }

    void changed() {
        node.changed();
    }

    synchronized void close() {
        closed = true;
        links.values().forEach(IncomingConnection::close);
        links.clear();
    }
}
