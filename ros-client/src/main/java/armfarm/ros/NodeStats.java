package armfarm.ros;

import java.util.List;

/**
 * Counters of one node since its start. A snapshot; immutable.
 *
 * @param registeredAgain how often everything was registered anew, because the master had lost it or came late
 * @param threads of this node that run now
 */
public record NodeStats(
        GraphName node,
        List<PublisherStats> publishers,
        List<SubscriberStats> subscribers,
        long registeredAgain,
        int threads) {
    /** @param dropped messages that did not fit into a slow subscriber's queue, ended connections included */
    public record PublisherStats(
            GraphName topic, String type, long messages, long bytes, long dropped, List<ConnectionStats> connections) {}

    /**
     * A publisher's link to one subscriber.
     *
     * @param subscriber name of its node
     * @param address where it comes from, host:port
     */
    public record ConnectionStats(
            String subscriber,
            String address,
            long messages,
            long bytes,
            long dropped,
            int queuedMessages,
            long queuedBytes) {}

    /**
     * One subscriber.
     *
     * @param dropped messages that did not fit into its queue
     * @param unreadable messages that could not be read, or that the callback failed on
     */
    public record SubscriberStats(
            GraphName topic,
            String type,
            long messages,
            long bytes,
            long dropped,
            long unreadable,
            int queuedMessages,
            List<LinkStats> links) {}

    /**
     * The way to one publisher.
     *
     * @param publisher its XML-RPC address
     * @param connects how often the link came up
     */
    public record LinkStats(String publisher, boolean connected, long connects, long messages, long bytes) {}

    public NodeStats {
        publishers = List.copyOf(publishers);
        subscribers = List.copyOf(subscribers);
    }
}
