package armfarm.ros;

/**
 * How a topic is published. Immutable.
 *
 * @param latched send the last message to each subscriber that connects later
 * @param queue what may wait for each subscriber that does not keep up
 */
public record PublisherOptions(boolean latched, QueueLimit queue) {
    public static PublisherOptions defaults() {
        return new PublisherOptions(false, QueueLimit.DEFAULT);
    }

    public PublisherOptions withLatched(boolean newLatched) {
        return new PublisherOptions(newLatched, queue);
    }

    public PublisherOptions withQueue(QueueLimit newQueue) {
        return new PublisherOptions(latched, newQueue);
    }
}
