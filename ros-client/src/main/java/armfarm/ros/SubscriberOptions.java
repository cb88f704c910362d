package armfarm.ros;

/**
 * How a topic is followed. Immutable.
 *
 * @param queued whether messages wait in a queue and the callback has a thread of its own; if not, the callback is called
 *     on the thread of the link, and one that blocks makes the publisher's queue fill up
 * @param queue what may wait for a callback that does not keep up; only if queued
 * @param noDelay ask publishers to send each message at once instead of filling packets
 * @param lent a message is valid only until the callback returns, which copies what it keeps; the next message of the same
 *     length is then read into the same memory. For large messages of which few are kept. Not together with a queue
 */
public record SubscriberOptions(boolean queued, QueueLimit queue, boolean noDelay, boolean lent) {
    public SubscriberOptions {
        if (queued && lent) {
            throw new IllegalArgumentException("a message that waits in a queue cannot be lent");
        }
    }

    /** Called on the thread of the link, without delay. */
    public static SubscriberOptions direct() {
        return new SubscriberOptions(false, QueueLimit.DEFAULT, true, false);
    }

    /** As {@link #direct}, with messages that end with the call. */
    public static SubscriberOptions lending() {
        return new SubscriberOptions(false, QueueLimit.DEFAULT, true, true);
    }

    /** Called on a thread of its own. */
    public static SubscriberOptions queued(QueueLimit limit) {
        return new SubscriberOptions(true, limit, true, false);
    }

    public SubscriberOptions withNoDelay(boolean newNoDelay) {
        return new SubscriberOptions(queued, queue, newNoDelay, lent);
    }
}
