package armfarm.ros;

import armfarm.messages.DriverException;

/**
 * How many messages may wait, and how many bytes they may have together; above either, the oldest is dropped and counted.
 * One message may always wait, however large. Immutable.
 */
public record QueueLimit(int messages, long bytes) {
    /** A second of a fast joint topic, or some 30 camera images. */
    public static final QueueLimit DEFAULT = new QueueLimit(1024, 32L << 20);

    /** Only the newest message waits: what control needs. */
    public static final QueueLimit NEWEST = new QueueLimit(1, Long.MAX_VALUE);

    public QueueLimit {
        if (messages < 1 || bytes < 1) {
            throw new DriverException("A queue of " + messages + " messages and " + bytes
                    + " bytes is not possible: expected at least 1 of each; queues without a limit are not offered");
        }
    }
}
