package armfarm.ros;

import armfarm.messages.DriverException;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import armfarm.ros.messages.MessageType;
import armfarm.ros.messages.ServiceType;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connected ROS 1 node: registers with a master, serves other nodes' calls, and owns its publishers, subscribers,
 * services and clients with all their sockets and threads. It registers again by itself when the master has lost it. A
 * name that is given to one of its methods is remapped there as the configuration says. Thread-safe.
 */
public final class RosNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RosNode.class);
    private static final Duration MASTER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration THREADS_END_TIMEOUT = Duration.ofMillis(700);

    private final RosNodeConfig config;
    private final MasterApi master;
    /** Ended by flags and closed sockets; what does not end by them is interrupted. */
    private static final LoopOptions LOOPS = LoopOptions.defaults()
            .withPauses(Duration.ofMillis(100), Duration.ofSeconds(5))
            .withoutSilenceLimit()
            .notInterrupted(Duration.ofMillis(100));

    private final Supervision loops = DriverLoops.of();
    private final DaemonThreads threads = new DaemonThreads();
    private final Registrations registrations = new Registrations(this);
    private final MasterWatch watch = new MasterWatch(this, registrations);
    private final ParameterClient parameters = new ParameterClient(this);
    private final Set<ServiceClient<?, ?>> serviceClients = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Changes changes = new Changes();
    private final TcpRosServer tcpRos;
    private final URI serviceUri;
    private final SlaveApi slave;
    private final Set<HealthWatch> healthWatches = ConcurrentHashMap.newKeySet();
    private final Object clockAndLog = new Object();
    private volatile String masterProblem = "";
    private RosClock clock;
    private RosLog log;

    private RosNode(RosNodeConfig config) throws IOException {
        this.config = config;
        this.master = new MasterApi(config.masterUri(), config.name(), MASTER_TIMEOUT);
        this.tcpRos = new TcpRosServer(this, config.host());
        this.serviceUri = URI.create("rosrpc://" + config.host().advertised() + ":" + tcpRos.port());
        try {
            this.slave = new SlaveApi(this, config.host(), tcpRos.port());
            loops.include(slave.loops());
        } catch (IOException | RuntimeException e) {
            tcpRos.close();
            throw e;
        }
    }

    /**
     * Starts a node; it talks to the master when it first advertises or subscribes.
     *
     * @throws DriverException if no port is free, or others could not reach the host
     */
    public static RosNode start(GraphName name, URI masterUri, RosHost host) {
        return start(RosNodeConfig.of(name, masterUri, host));
    }

    /**
     * Starts a node; it talks to the master when it first advertises or subscribes, or at once if it has private
     * parameters to set.
     *
     * @throws DriverException if no port is free, or private parameters cannot be set
     */
    public static RosNode start(RosNodeConfig config) {
        RosNode node;
        try {
            node = new RosNode(config);
        } catch (IOException e) {
            throw new DriverException(
                    "ROS node " + config.name() + " cannot listen on "
                            + config.host().bind() + ": " + e.getMessage(),
                    e);
        }
        try {
            node.startLoop("ros-watch" + config.name(), "watch of node " + config.name(), node.watch::watch);
            config.privateParameters().forEach((name, value) -> node.parameters.set("~" + name, value));
            return node;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    public GraphName name() {
        return config.name();
    }

    RosNodeConfig config() {
        return config;
    }

    public URI masterUri() {
        return config.masterUri();
    }

    /** The full name that a name means to this node before remapping: /global, relative to its namespace, or ~private. */
    public GraphName resolve(String relative) {
        return GraphName.resolve(config.name().path(), relative);
    }

    /** The node's own XML-RPC address. */
    public URI uri() {
        return slave.uri();
    }

    /** Where the node's services are served. */
    URI serviceUri() {
        return serviceUri;
    }

    /** The master, called as this node. */
    public MasterApi master() {
        return master;
    }

    /** Why the master could not be asked the last time; empty if it answered. */
    public String masterProblem() {
        return masterProblem;
    }

    void masterAnswered() {
        masterProblem = "";
    }

    void masterFailed(String problem) {
        masterProblem = problem;
    }

    /**
     * Offers a topic.
     *
     * @param latched send the last message to each subscriber that connects later
     * @throws DriverException if the master does not answer or this node already publishes the topic
     */
    public <T> Publisher<T> advertise(GraphName topic, MessageType<T> type, boolean latched) {
        return advertise(topic, type, PublisherOptions.defaults().withLatched(latched));
    }

    /**
     * Offers a topic.
     *
     * @throws DriverException if the master does not answer or this node already publishes the topic
     */
    public <T> Publisher<T> advertise(GraphName topic, MessageType<T> type, PublisherOptions options) {
        return advertise(topic, type, options, config.waitsForMaster());
    }

    /** Also while the master does not answer: then the topic is registered when it does. */
    <T> Publisher<T> advertiseAnyway(GraphName topic, MessageType<T> type, PublisherOptions options) {
        return advertise(topic, type, options, true);
    }

    private <T> Publisher<T> advertise(GraphName topic, MessageType<T> type, PublisherOptions options, boolean anyway) {
        requireOpen();
        Publisher<T> publisher = new Publisher<>(this, config.remapped(topic), type, options);
        registrations.add(publisher, anyway);
        return publisher;
    }

    /**
     * Follows a topic.
     *
     * @param callback gets each message on the thread of the link it came over
     * @throws DriverException if the master does not answer, or this node follows the topic with another type
     */
    public <T> Subscriber<T> subscribe(GraphName topic, MessageType<T> type, Consumer<T> callback) {
        return subscribe(topic, type, SubscriberOptions.direct(), callback);
    }

    /**
     * Follows a topic. Several subscribers of one topic share its links; the first one's wish about delay counts.
     *
     * @throws DriverException if the master does not answer, or this node follows the topic with another type
     */
    public <T> Subscriber<T> subscribe(
            GraphName topic, MessageType<T> type, SubscriberOptions options, Consumer<T> callback) {
        requireOpen();
        GraphName name = config.remapped(topic);
        Holder<Subscriber<T>> made = new Holder<>();
        registrations.change(() -> {
            TopicLinks known = registrations.topic(name.path());
            TopicLinks links = known == null ? new TopicLinks(this, name, type, options.noDelay()) : known;
            links.requireSameType(type);
            made.value = new Subscriber<>(links, type, options, callback);
            links.add(made.value);
            if (known == null) {
                try {
                    registrations.add(links);
                } catch (DriverException e) {
                    made.value.closeQueue();
                    throw e;
                }
            }
        });
        return made.value;
    }

    private static final class Holder<V> {
        private V value;
    }

    /**
     * Offers a service. A service has one server: the newest that registered.
     *
     * @param handler turns a request into an answer; called on the thread of each client's connection
     * @throws DriverException if the master does not answer or this node already offers the service
     */
    public <Q, A> ServiceServer<Q, A> serve(GraphName service, ServiceType<Q, A> type, Function<Q, A> handler) {
        requireOpen();
        ServiceServer<Q, A> server = new ServiceServer<>(this, config.remapped(service), type, handler);
        registrations.add(server);
        return server;
    }

    /** A client that connects anew for each call; does not look yet whether the service is there. */
    public <Q, A> ServiceClient<Q, A> serviceClient(GraphName service, ServiceType<Q, A> type) {
        return client(service, type, false);
    }

    /** A client that keeps its connection between calls; does not look yet whether the service is there. */
    public <Q, A> ServiceClient<Q, A> persistentServiceClient(GraphName service, ServiceType<Q, A> type) {
        return client(service, type, true);
    }

    private <Q, A> ServiceClient<Q, A> client(GraphName service, ServiceType<Q, A> type, boolean persistent) {
        requireOpen();
        ServiceClient<Q, A> client = new ServiceClient<>(this, config.remapped(service), type, persistent);
        if (persistent) {
            serviceClients.add(client);
        }
        return client;
    }

    /** The master's parameters, as this node names them. */
    public ParameterClient parameters() {
        return parameters;
    }

    /**
     * The node's time, for stamps: simulated while the parameter /use_sim_time is true. The first call asks the master.
     *
     * @throws DriverException if the master does not answer the first call
     */
    public RosClock clock() {
        synchronized (clockAndLog) {
            if (clock == null) {
                clock = new RosClock(this, InstantSource.system());
            }
            return clock;
        }
    }

    /**
     * The node's log on /rosout. The first call registers it; while the master does not answer, lines go only to this
     * process's log.
     *
     * @param stampedBy for example {@link #clock}; counts on the first call
     */
    public RosLog log(InstantSource stampedBy) {
        synchronized (clockAndLog) {
            if (log == null) {
                log = new RosLog(this, stampedBy);
            }
            return log;
        }
    }

    /** Blocks until the condition holds or the timeout passed; checked when a link of this node came up. */
    public boolean await(BooleanSupplier condition, Duration timeout) {
        return changes.await(condition, timeout);
    }

    public NodeStats stats() {
        return new NodeStats(
                name(),
                publishers().stream().map(Publisher::stats).toList(),
                subscribers().stream().map(Subscriber::stats).toList(),
                watch.registeredAgain(),
                threads.running());
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new DriverException("Node " + name() + " is closed");
        }
    }

    void unadvertise(Publisher<?> publisher) {
        registrations.remove(publisher);
    }

    void unsubscribe(Subscriber<?> subscriber) {
        registrations.remove(subscriber);
    }

    void withdraw(ServiceServer<?, ?> server) {
        registrations.remove(server);
    }

    void forget(ServiceClient<?, ?> client) {
        serviceClients.remove(client);
    }

    Registrations registrations() {
        return registrations;
    }

    List<Publisher<?>> publishers() {
        return List.copyOf(registrations.publishers());
    }

    /** All of them, also several of one topic. */
    List<Subscriber<?>> subscribers() {
        return registrations.topics().stream()
                .<Subscriber<?>>flatMap(topic -> topic.subscribers().stream())
                .toList();
    }

    /** What lives as long as this node or one of its links, and how it is. */
    public Supervision loops() {
        return loops;
    }

    /** @param name for people */
    void startLoop(String thread, String name, SupervisedLoop.Body body) {
        SupervisedLoop loop = loops.loop(name, body, LOOPS);
        boolean started = false;
        try {
            threads.start(thread, loop::runHere);
            started = true;
        } finally {
            if (!started) {
                loop.close();
            }
        }
    }

    DaemonThreads threads() {
        return threads;
    }

    void changed() {
        changes.happened();
    }

    void remember(HealthWatch healthWatch) {
        healthWatches.add(healthWatch);
    }

    void forget(HealthWatch healthWatch) {
        healthWatches.remove(healthWatch);
    }

    void lookAtHealth() {
        healthWatches.forEach(HealthWatch::look);
    }

    void endStuckConnections() {
        tcpRos.endStuck();
    }

    /** Another node asked this one to stop: the caller's thread belongs to what is being closed. */
    void closeOnOwnThread(String reason) {
        LOG.warn("Node {} was told to shut down: {}", name(), reason);
        Thread closer = new Thread(this::close, "ros-close" + name());
        closer.setDaemon(true);
        closer.start();
    }

    /** Withdraws from the master, ends all links and threads; takes at most two seconds even if the master is gone. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        watch.close();
        loops.stop();
        registrations.unregisterAll(masterUri());
        registrations.closeConnections();
        List.copyOf(serviceClients).forEach(ServiceClient::close);
        tcpRos.close();
        slave.close();
        if (!threads.awaitEnd(THREADS_END_TIMEOUT)) {
            LOG.warn("Node {}: {} threads still run after closing", name(), threads.running());
        }
        loops.close();
    }
}
