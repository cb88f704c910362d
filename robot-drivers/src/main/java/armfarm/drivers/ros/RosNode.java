package armfarm.drivers.ros;

import armfarm.drivers.DriverException;
import armfarm.drivers.ros.messages.MessageType;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connected ROS 1 node: registers with a master, serves other nodes' calls, and owns its publishers and subscribers
 * with all their sockets and threads. Thread-safe.
 */
public final class RosNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RosNode.class);
    private static final Duration MASTER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSING_MASTER_TIMEOUT = Duration.ofMillis(300);
    private static final Duration THREADS_END_TIMEOUT = Duration.ofMillis(700);

    private final GraphName name;
    private final URI masterUri;
    private final MasterApi master;
    private final DaemonThreads threads = new DaemonThreads();
    private final Map<GraphName, Publisher<?>> publishers = new ConcurrentHashMap<>();
    private final Map<GraphName, Subscriber<?>> subscribers = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Changes changes = new Changes();
    private final TcpRosServer tcpRos;
    private final SlaveApi slave;

    private RosNode(GraphName name, URI masterUri, RosHost host) throws IOException {
        this.name = name;
        this.masterUri = masterUri;
        this.master = new MasterApi(masterUri, name, MASTER_TIMEOUT);
        this.tcpRos = new TcpRosServer(this, host);
        try {
            this.slave = new SlaveApi(this, host, tcpRos.port());
        } catch (IOException | RuntimeException e) {
            tcpRos.close();
            throw e;
        }
    }

    /**
     * Starts a node; it talks to the master when it first advertises or subscribes.
     *
     * @throws DriverException if no port is free
     */
    public static RosNode start(GraphName name, URI masterUri, RosHost host) {
        try {
            return new RosNode(name, masterUri, host);
        } catch (IOException e) {
            throw new DriverException(
                    "ROS node " + name + " cannot listen on " + host.bind() + ": " + e.getMessage(), e);
        }
    }

    public GraphName name() {
        return name;
    }

    public URI masterUri() {
        return masterUri;
    }

    /** The node's own XML-RPC address. */
    public URI uri() {
        return slave.uri();
    }

    /** The master, called as this node. */
    public MasterApi master() {
        return master;
    }

    /**
     * Offers a topic.
     *
     * @param latched send the last message to each subscriber that connects later
     * @throws DriverException if the master does not answer or this node already publishes the topic
     */
    public <T> Publisher<T> advertise(GraphName topic, MessageType<T> type, boolean latched) {
        requireOpen();
        Publisher<T> publisher = new Publisher<>(this, topic, type, latched);
        if (publishers.putIfAbsent(topic, publisher) != null) {
            throw new DriverException("Node " + name + " already publishes " + topic);
        }
        try {
            master.registerPublisher(topic, type.name(), uri());
            return publisher;
        } catch (DriverException e) {
            publishers.remove(topic, publisher);
            throw e;
        }
    }

    /**
     * Follows a topic.
     *
     * @param callback gets each message on the thread of the link it came over
     * @throws DriverException if the master does not answer or this node already subscribes to the topic
     */
    public <T> Subscriber<T> subscribe(GraphName topic, MessageType<T> type, Consumer<T> callback) {
        requireOpen();
        Subscriber<T> subscriber = new Subscriber<>(this, topic, type, callback);
        if (subscribers.putIfAbsent(topic, subscriber) != null) {
            throw new DriverException("Node " + name + " already subscribes to " + topic);
        }
        try {
            subscriber.registered(master.registerSubscriber(topic, type.name(), uri()));
            return subscriber;
        } catch (DriverException e) {
            subscribers.remove(topic, subscriber);
            throw e;
        }
    }

    /** Blocks until the condition holds or the timeout passed; checked when a link of this node came up. */
    public boolean await(BooleanSupplier condition, Duration timeout) {
        return changes.await(condition, timeout);
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new DriverException("Node " + name + " is closed");
        }
    }

    void unadvertise(Publisher<?> publisher) {
        if (publishers.remove(publisher.topic(), publisher)) {
            publisher.closeConnections();
            master.unregisterPublisher(publisher.topic(), uri());
        }
    }

    void unsubscribe(Subscriber<?> subscriber) {
        if (subscribers.remove(subscriber.topic(), subscriber)) {
            subscriber.closeLinks();
            master.unregisterSubscriber(subscriber.topic(), uri());
        }
    }

    Publisher<?> publisher(String topic) {
        return publishers.values().stream()
                .filter(publisher -> publisher.topic().path().equals(topic))
                .findFirst()
                .orElse(null);
    }

    Subscriber<?> subscriber(String topic) {
        return subscribers.values().stream()
                .filter(subscriber -> subscriber.topic().path().equals(topic))
                .findFirst()
                .orElse(null);
    }

    Collection<Publisher<?>> publishers() {
        return Collections.unmodifiableCollection(publishers.values());
    }

    Collection<Subscriber<?>> subscribers() {
        return Collections.unmodifiableCollection(subscribers.values());
    }

    DaemonThreads threads() {
        return threads;
    }

    void changed() {
        changes.happened();
    }

    /** Another node asked this one to stop: the caller's thread belongs to what is being closed. */
    void closeOnOwnThread(String reason) {
        LOG.warn("Node {} was told to shut down: {}", name, reason);
        Thread closer = new Thread(this::close, "ros-close" + name);
        closer.setDaemon(true);
        closer.start();
    }

    /** Withdraws from the master, ends all links and threads; takes at most two seconds even if the master is gone. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        unregisterAll();
        publishers.values().forEach(Publisher::closeConnections);
        subscribers.values().forEach(Subscriber::closeLinks);
        tcpRos.close();
        slave.close();
        if (!threads.awaitEnd(THREADS_END_TIMEOUT)) {
            LOG.warn("Node {}: {} threads still run after closing", name, threads.running());
        }
    }

    private void unregisterAll() {
        MasterApi quick = new MasterApi(masterUri, name, CLOSING_MASTER_TIMEOUT);
        try {
            quick.unregisterAll(publishers.keySet(), subscribers.keySet(), uri());
        } catch (DriverException e) {
            LOG.debug("Node {} closes without its master: {}", name, e.getMessage());
        }
    }
}
