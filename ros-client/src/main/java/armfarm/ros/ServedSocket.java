package armfarm.ros;

import armfarm.messages.time.Deadline;
import armfarm.messages.time.Stopwatch;
import armfarm.ros.net.DeadlineInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that this node accepted. One thread reads and writes; others may look whether a write is stuck, and close.
 */
final class ServedSocket {
    private static final Logger LOG = LoggerFactory.getLogger(ServedSocket.class);

    /** A write is done in parts of this size, to tell a slow peer from one that takes nothing. */
    private static final int PART_BYTES = 128 << 10;

    private final Socket socket;
    private volatile boolean writing;
    private volatile Stopwatch sinceProgress = Stopwatch.start();

    ServedSocket(Socket socket) {
        this.socket = socket;
    }

    /** Reads the peer's connection header, however slowly it comes, until the deadline. */
    Map<String, String> readHeader(Deadline deadline) throws IOException {
        Map<String, String> header = TcpRos.readHeader(new DeadlineInputStream(socket, deadline));
        TcpRos.prepare(socket, "1".equals(header.get("tcp_nodelay")));
        socket.setSoTimeout(0);
        return header;
    }

    /** Unbuffered. */
    InputStream input() throws IOException {
        return socket.getInputStream();
    }

    /** How long a read waits; 0 for ever. */
    void readTimeout(Duration timeout) throws IOException {
        socket.setSoTimeout((int) timeout.toMillis());
    }

    /** Blocks until the peer or the buffers between took all bytes, or the connection was closed. */
    void write(byte[] bytes) throws IOException {
        try {
            for (int sent = 0; sent < bytes.length; sent += PART_BYTES) {
                sinceProgress = Stopwatch.start();
                writing = true;
                socket.getOutputStream().write(bytes, sent, Math.min(PART_BYTES, bytes.length - sent));
            }
        } finally {
            writing = false;
        }
    }

    /** Whether the peer has taken nothing for this long although there is something to send. */
    boolean stuckFor(Duration duration) {
        return writing && sinceProgress.isPast(duration);
    }

    /** Address and port. */
    String peer() {
        return socket.getInetAddress().getHostAddress() + ":" + socket.getPort();
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing the connection from {}: {}", peer(), e.toString());
        }
    }
}
