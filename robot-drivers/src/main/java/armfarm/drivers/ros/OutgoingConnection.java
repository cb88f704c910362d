package armfarm.drivers.ros;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A publisher's link to one subscriber: a bounded queue and the thread that empties it into the socket. Offering never
 * blocks: a full queue drops its oldest message. Thread-safe.
 */
final class OutgoingConnection {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingConnection.class);

    /** Wakes the sender so that it sees the end. */
    private static final byte[] WAKE = {};

    private final Socket socket;
    private final String subscriber;
    private final BlockingQueue<byte[]> queue;
    private final AtomicLong dropped;
    private volatile boolean closed;

    /** @param dropped counts the messages that no longer fitted */
    OutgoingConnection(Socket socket, String subscriber, int queueLength, AtomicLong dropped) {
        this.socket = socket;
        this.subscriber = subscriber;
        this.queue = new ArrayBlockingQueue<>(queueLength);
        this.dropped = dropped;
    }

    String subscriber() {
        return subscriber;
    }

    /** @param message with its length in front */
    void offer(byte[] message) {
        while (!queue.offer(message)) {
            if (queue.poll() != null) {
                dropped.incrementAndGet();
            }
        }
    }

    /** Sends until the link ends. */
    void sendUntilClosed() {
        try {
            // The probe below waits this long; everything else on this socket only writes.
            socket.setSoTimeout(1);
            while (!closed) {
                byte[] message = queue.poll(1, TimeUnit.SECONDS);
                if (message != null && !closed) {
                    socket.getOutputStream().write(message);
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
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    void close() {
        closed = true;
        queue.clear();
        queue.offer(WAKE);
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing the link to {}: {}", subscriber, e.toString());
        }
    }
}
