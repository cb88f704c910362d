package armfarm.ros;

import armfarm.ros.NodeStats.LinkStats;
import java.net.URI;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One topic that a node follows: the links to its publishers, shared by all of the node's subscribers of the topic. A link
 * is made when the master names a publisher and ends when it no longer does. Thread-safe.
 */
final class TopicLinks {
    private final FollowedTopic followed;
    private final List<MessageReceiver> receivers = new CopyOnWriteArrayList<>();
    private final Map<URI, IncomingConnection> links = new HashMap<>();
    private boolean updated;
    private boolean closed;

    TopicLinks(FollowedTopic followed) {
        this.followed = followed;
    }

    /** What it is that is followed. */
    FollowedTopic followed() {
        return followed;
    }

    GraphName topic() {
        return followed.topic();
    }

    /** Latched publishers' last messages are given to it at once. */
    void add(MessageReceiver receiver) {
        receivers.add(receiver);
        links().forEach(link -> link.repeatLatched(receiver));
    }

    /** @return whether there are others left */
    boolean remove(MessageReceiver receiver) {
        receivers.remove(receiver);
        return !receivers.isEmpty();
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
                IncomingConnection link = new IncomingConnection(followed, publisher, receivers, this::forget);
                followed.node()
                        .startLoop(
                                "ros-in" + topic() + "-" + publisher.getPort(),
                                "link of " + topic() + " to " + publisher,
                                link::readUntilClosed);
                links.put(publisher, link); // only once it lives, so that the next list of publishers tries again
            }
        }
    }

    /** A link that was kept although the master does not list its publisher has ended. */
    private synchronized void forget(IncomingConnection link) {
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

    synchronized void close() {
        closed = true;
        links.values().forEach(IncomingConnection::close);
        links.clear();
    }
}
