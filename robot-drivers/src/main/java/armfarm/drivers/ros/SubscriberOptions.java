package armfarm.drivers.ros;

/**
 * How a topic is followed. Immutable.
 *
 * @param queued whether messages wait in a queue and the callback has a thread of its own; if not, the callback is called
 *     on the thread of the link, and one that blocks makes the publisher's queue fill up
 * @param queue what may wait for a callback that does not keep up; only if queued
 * @param noDelay ask publishers to send each message at once instead of filling packets
 */
public record SubscriberOptions(boolean queued, QueueLimit queue, boolean noDelay) {
    /** Called on the thread of the link, without delay. */
    public static SubscriberOptions direct() {
        return new SubscriberOptions(false, QueueLimit.DEFAULT, true);
    }

    /** Called on a thread of its own. */
    public static SubscriberOptions queued(QueueLimit limit) {
        return new SubscriberOptions(true, limit, true);
    }

    public SubscriberOptions withNoDelay(boolean newNoDelay) {
        return new SubscriberOptions(queued, queue, newNoDelay);
    }
}
