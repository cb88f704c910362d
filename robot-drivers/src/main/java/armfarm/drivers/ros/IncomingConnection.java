package armfarm.drivers.ros;

import armfarm.drivers.ros.xmlrpc.XmlRpcClient;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscriber's link to one publisher: connects, reads, and connects again with growing pauses until closed. Confined
 * to its own thread but for {@link #retryNow}, {@link #close} and the state it shows.
 */
final class IncomingConnection {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingConnection.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(5);
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 2000;

    private final Subscriber<?> subscriber;
    private final URI publisher;
    private final Semaphore wake = new Semaphore(0);
    private volatile Socket socket;
    private volatile boolean closed;
    private volatile boolean connected;
    private volatile String problem = "";
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    IncomingConnection(Subscriber<?> subscriber, URI publisher) {
        this.subscriber = subscriber;
        this.publisher = publisher;
    }

    boolean connected() {
        return connected;
    }

    /** Why the last try to connect or read failed; empty while all is well. */
    String problem() {
        return problem;
    }

    void readUntilClosed() {
        while (!closed) {
            try {
                connectAndRead();
            } catch (IOException e) {
                report(e);
            } finally {
                connected = false;
                closeSocket();
            }
            pause();
        }
    }

    private void connectAndRead() throws IOException {
        InetSocketAddress address = requestTopic();
        try (Socket opened = new Socket()) {
            socket = opened;
            if (closed) {
                return;
            }
            TcpRos.prepare(opened);
            opened.connect(address, (int) CONNECT_TIMEOUT.toMillis());
            opened.setSoTimeout((int) HEADER_TIMEOUT.toMillis());
            opened.getOutputStream().write(TcpRos.encodeHeader(subscriber.header()));
            DataInputStream in = new DataInputStream(new BufferedInputStream(opened.getInputStream(), 1 << 16));
            checkAnswer(TcpRos.readHeader(in));
            opened.setSoTimeout(0);
            problem = "";
            pauseMillis = FIRST_PAUSE_MILLIS;
            connected = true;
            subscriber.changed();
            while (!closed) {
                subscriber.receive(TcpRos.readBlock(in, TcpRos.MAX_MESSAGE_BYTES));
            }
        }
    }

    private InetSocketAddress requestTopic() throws IOException {
        Object answer = new XmlRpcClient(publisher, CONNECT_TIMEOUT)
                .call(
                        "requestTopic",
                        subscriber.nodeName().path(),
                        subscriber.topic().path(),
                        List.of(List.of("TCPROS")));
        if (answer instanceof List<?> result
                && result.size() == 3
                && result.get(2) instanceof List<?> protocol
                && protocol.size() >= 3
                && protocol.get(1) instanceof String host
                && protocol.get(2) instanceof Integer port
                && port > 0
                && port < 1 << 16) {
            return new InetSocketAddress(host, port);
        }
        throw new ProtocolException("requestTopic answered " + answer + ", expected [1, text, [TCPROS, host, port]]");
    }

    private void checkAnswer(Map<String, String> answer) throws ProtocolException {
        if (answer.containsKey("error")) {
            pauseMillis = LONGEST_PAUSE_MILLIS;
            throw new ProtocolException("the publisher refused: " + answer.get("error"));
        }
        String sum = answer.getOrDefault("md5sum", "");
        if (!sum.equals(subscriber.type().md5()) && !sum.equals("*")) {
            pauseMillis = LONGEST_PAUSE_MILLIS;
            throw new ProtocolException("the publisher sends " + answer.get("type") + " with md5 " + sum + ", expected "
                    + subscriber.type().name() + " with md5 "
                    + subscriber.type().md5());
        }
    }

    private void report(IOException failure) {
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (!closed && !text.equals(problem)) {
            LOG.warn("{}: link to publisher {} failed: {}; trying again", subscriber.topic(), publisher, text);
            problem = text;
        }
    }

    private void pause() {
        if (closed) {
            return;
        }
        try {
            if (wake.tryAcquire(pauseMillis, TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            closed = true;
        }
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
    }

    /** Ends a pause between two tries. */
    void retryNow() {
        wake.release();
    }

    void close() {
        closed = true;
        wake.release();
        closeSocket();
    }

    private void closeSocket() {
        Socket current = socket;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                LOG.debug("Closing the link to {}: {}", publisher, e.toString());
            }
        }
    }
}
