package armfarm.ros;

import armfarm.messages.supervision.SupervisedLoop;
import armfarm.ros.NodeStats.LinkStats;
import armfarm.ros.TopicHealth.Cause;
import armfarm.ros.net.ReadAhead;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic's link to one publisher: connects, reads, and connects again with growing pauses until closed. When nothing has
 * come for a while it asks the publisher whether it still sends from the same place. Confined to its own thread but for
 * {@link #listed}, {@link #repeatLatched}, {@link #close} and the state it shows.
 */
final class IncomingConnection {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingConnection.class);
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 2000;

    /** Asking a silent publisher grows rarer up to this many times the first interval. */
    private static final int LONGEST_SILENCE_FACTOR = 16;

    private final FollowedTopic topic;
    private final URI publisher;
    private final Iterable<? extends MessageReceiver> receivers;
    private final Consumer<IncomingConnection> ended;
    private final PublisherContact contact;
    private final Semaphore wake = new Semaphore(0);
    private final AtomicLong connects = new AtomicLong();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile Socket socket;
    private volatile boolean closed;
    private volatile boolean connected;
    private volatile boolean keptUntilItEnds;
    private volatile TopicHealth.Link state;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean latching;
    private byte[] latched;

    /**
     * A link that {@link #readUntilClosed} makes.
     *
     * @param receivers asked anew for each message
     * @param ended is told if the link was kept although the master does not list the publisher, and has ended
     */
    IncomingConnection(
            FollowedTopic topic,
            URI publisher,
            Iterable<? extends MessageReceiver> receivers,
            Consumer<IncomingConnection> ended) {
        this.topic = topic;
        this.publisher = publisher;
        this.receivers = receivers;
        this.ended = ended;
        this.contact = new PublisherContact(topic, publisher);
        this.state = new TopicHealth.Link(publisher.toString(), "", Cause.CONNECTING, "");
    }

    URI publisher() {
        return publisher;
    }

    boolean connected() {
        return connected;
    }

    /** Where the link goes and why the last try to connect or read failed. */
    TopicHealth.Link state() {
        return state;
    }

    LinkStats stats() {
        return new LinkStats(publisher.toString(), connected, connects.get(), messages.get(), bytes.get());
    }

    /** The master that knew this publisher has lost its memory. */
    void keepUntilItEnds() {
        keptUntilItEnds = true;
    }

    boolean keptUntilItEnds() {
        return keptUntilItEnds;
    }

    /** The master names this publisher: ends a pause between two tries. */
    void listed() {
        keptUntilItEnds = false;
        wake.release();
    }

    void readUntilClosed(SupervisedLoop self) throws InterruptedException {
        while (!closed) {
            try {
                connectAndRead();
            } catch (IOException e) {
                report(LinkFault.of(e, "link to publisher " + publisher + " " + state.dataAddress(), contact.self()));
            } finally {
                connected = false;
                closeSocket();
            }
            if (keptUntilItEnds) {
                closed = true;
                ended.accept(this);
            }
            self.progress();
            pause();
        }
    }

    private void connectAndRead() throws IOException {
        InetSocketAddress address = contact.requestTopic();
        String dataAddress = address.getHostString() + ":" + address.getPort();
        state = new TopicHealth.Link(publisher.toString(), dataAddress, state.cause(), state.detail());
        try (Socket opened = new Socket()) {
            socket = opened;
            if (closed) {
                return;
            }
            Map<String, String> answer = contact.connect(opened, address);
            synchronized (this) {
                latching = "1".equals(answer.get("latching"));
            }
            opened.setSoTimeout(
                    Math.toIntExact(topic.node().config().silenceCheck().toMillis()));
            state = new TopicHealth.Link(publisher.toString(), dataAddress, Cause.OK, "");
            pauseMillis = FIRST_PAUSE_MILLIS;
            connects.incrementAndGet();
            connected = true;
            topic.node().changes().happened();
            read(opened.getInputStream(), address);
        }
    }

    private void read(InputStream stream, InetSocketAddress address) throws IOException {
        BlockReader reader = new BlockReader(new ReadAhead(stream), TcpRos.MAX_MESSAGE_BYTES);
        int silences = 0;
        int askAt = 1;
        boolean answered = true;
        while (!closed) {
            try {
                byte[] message = reader.read();
                if (deliver(message)) {
                    reader.reuse(message);
                }
                silences = 0;
                askAt = 1;
                answered = true;
            } catch (SocketTimeoutException e) {
                if (++silences == askAt) {
                    answered = stillAt(address, answered);
                    silences = 0;
                    askAt = answered ? Math.min(LONGEST_SILENCE_FACTOR, askAt * 2) : 1;
                }
            }
        }
    }

    /**
     * Asks a silent publisher. One that does not answer once may only be busy.
     *
     * @return whether it answered
     * @throws LinkFault if it sends from elsewhere now, or did not answer the last time either: nobody ended the link, but
     *     it is dead
     */
    private boolean stillAt(InetSocketAddress address, boolean answeredBefore) throws LinkFault {
        try {
            contact.checkStillAt(address);
            return true;
        } catch (LinkFault e) {
            if (!answeredBefore || e.reason() == Cause.CONNECTING) {
                throw e;
            }
            return false;
        }
    }

    /** @return whether nobody keeps the message */
    private boolean deliver(byte[] message) {
        messages.incrementAndGet();
        bytes.addAndGet(message.length);
        if (!isLatching()) {
            boolean returned = true;
            for (MessageReceiver receiver : receivers) {
                receiver.receive(message);
                returned &= receiver.returnsMessages();
            }
            return returned;
        }
        synchronized (this) {
            latched = message;
        }
        for (MessageReceiver receiver : receivers) {
            receiver.receiveLatched(this, message);
        }
        return false;
    }

    private synchronized boolean isLatching() {
        return latching;
    }

    /** Gives a receiver that came later what the publisher sent last, unless it has it already. */
    void repeatLatched(MessageReceiver receiver) {
        byte[] last;
        synchronized (this) {
            last = latched;
        }
        if (last != null) {
            receiver.receiveLatched(this, last);
        }
    }

    private void report(LinkFault fault) {
        if (fault.reason() == Cause.TYPE_MISMATCH) {
            pauseMillis = LONGEST_PAUSE_MILLIS;
        }
        if (!closed && !fault.getMessage().equals(state.detail())) {
            LOG.warn("{}: {}; trying again", topic.topic(), fault.getMessage());
        }
        state = new TopicHealth.Link(publisher.toString(), state.dataAddress(), fault.reason(), fault.getMessage());
    }

    private void pause() throws InterruptedException {
        if (closed) {
            return;
        }
        if (wake.tryAcquire(pauseMillis, TimeUnit.MILLISECONDS)) {
            wake.drainPermits();
        }
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
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
