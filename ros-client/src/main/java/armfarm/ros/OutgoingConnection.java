package armfarm.ros;

import armfarm.ros.NodeStats.ConnectionStats;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A publisher's link to one subscriber: a bounded queue and the thread that empties it into the socket. Offering never
 * blocks: a full queue drops its oldest message. Thread-safe.
 */
final class OutgoingConnection {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingConnection.class);
    private static final Duration LOOK_FOR_END = Duration.ofSeconds(1);

    private final ServedSocket socket;
    private final String subscriber;
    private final MessageQueue queue;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong sentBytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean closed;

    OutgoingConnection(ServedSocket socket, String subscriber, QueueLimit limit) {
        this.socket = socket;
        this.subscriber = subscriber;
        this.queue = new MessageQueue(limit);
    }

    /** @param message with its length in front */
    void offer(byte[] message) {
        int lost = queue.offer(message);
        if (lost > 0 && dropped.getAndAdd(lost) == 0) {
            LOG.warn("Subscriber {} at {} does not keep up: messages to it are dropped", subscriber, socket.peer());
        }
    }

    /** Messages that no longer fitted into the queue. */
    long dropped() {
        return dropped.get();
    }

    ConnectionStats stats() {
        return new ConnectionStats(
                subscriber, socket.peer(), sent.get(), sentBytes.get(), dropped.get(), queue.size(), queue.bytes());
    }

    /** Sends until the link ends. */
    void sendUntilClosed() {
        try {
            // The probe below waits this long; everything else on this socket only writes.
            socket.readTimeout(Duration.ofMillis(1));
            while (!closed) {
                byte[] message = queue.poll(LOOK_FOR_END);
                if (message != null) {
                    socket.write(message);
                    sent.incrementAndGet();
                    sentBytes.addAndGet(message.length);
                } else if (peerHasClosed()) {
                    return;
                }
            }
        } catch (IOException e) {
            LOG.debug("Link to {} ended: {}", subscriber, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** A subscriber never sends after its header, so reading finds the end of the stream or nothing. */
    private boolean peerHasClosed() throws IOException {
        try {
            return socket.input().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    void close() {
        closed = true;
        queue.close();
        socket.close();
    }
}
