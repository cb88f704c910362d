package armfarm.ros;

import armfarm.messages.DriverException;
import armfarm.messages.supervision.Supervision;
import armfarm.ros.NodeStats.PublisherStats;
import armfarm.ros.NodeStats.SubscriberStats;
import armfarm.ros.messages.ClockMessage;
import armfarm.ros.messages.LogMessage;
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
    private static final Duration THREADS_END_TIMEOUT = Duration.ofMillis(700);

    private final NodeCore core;
    private final ParameterClient parameters;
    private final Registrations registrations;
    private final TcpRosServer tcpRos;
    private final SlaveApi slave;
    private final MasterWatch watch;
    private final Set<ServiceClient<?, ?>> serviceClients = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Object clockAndLog = new Object();
    private RosClock clock;
    private RosLog log;

    private RosNode(RosNodeConfig config) throws IOException {
        this.core = new NodeCore(config);
        this.parameters = new ParameterClient(core);
        this.registrations = new Registrations(core, parameters);
        this.tcpRos = new TcpRosServer(core, registrations);
        this.watch = new MasterWatch(core, registrations, parameters, tcpRos::endStuck);
        try {
            this.slave = new SlaveApi(core, registrations, parameters, tcpRos.port(), this::closeOnOwnThread);
        } catch (IOException | RuntimeException e) {
            tcpRos.close();
            throw e;
        }
        core.loops().include(slave.loops());
        core.servedAt(slave.uri(), URI.create("rosrpc://" + config.host().advertised() + ":" + tcpRos.port()));
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
            node.core.startLoop("ros-watch" + config.name(), "watch of node " + config.name(), node.watch::watch);
            config.privateParameters().forEach((name, value) -> node.parameters.set("~" + name, value));
            return node;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    public GraphName name() {
        return core.name();
    }

    public URI masterUri() {
        return core.masterUri();
    }

    /** The full name that a name means to this node before remapping: /global, relative to its namespace, or ~private. */
    public GraphName resolve(String relative) {
        return GraphName.resolve(name().path(), relative);
    }

    /** The node's own XML-RPC address. */
    public URI uri() {
        return core.uri();
    }

    /** The master, called as this node. */
    public MasterApi master() {
        return core.master();
    }

    /** Why the master could not be asked the last time; empty if it answered. */
    public String masterProblem() {
        return core.masterProblem();
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
        return advertise(topic, type, options, core.config().waitsForMaster());
    }

    /** @param anyway also while the master does not answer: then the topic is registered when it does */
    private <T> Publisher<T> advertise(GraphName topic, MessageType<T> type, PublisherOptions options, boolean anyway) {
        requireOpen();
        Publisher<T> publisher = new Publisher<>(core, remapped(topic), type, options, registrations::remove);
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
        return registrations.follow(remapped(topic), type, options, callback);
    }

    private GraphName remapped(GraphName given) {
        return core.config().remapped(given);
    }

    /**
     * Offers a service. A service has one server: the newest that registered.
     *
     * @param handler turns a request into an answer; called on the thread of each client's connection
     * @throws DriverException if the master does not answer or this node already offers the service
     */
    public <Q, A> ServiceServer<Q, A> serve(GraphName service, ServiceType<Q, A> type, Function<Q, A> handler) {
        requireOpen();
        ServiceServer<Q, A> server = new ServiceServer<>(core, remapped(service), type, handler, registrations::remove);
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
        ServiceClient<Q, A> client =
                new ServiceClient<>(core, remapped(service), type, persistent, serviceClients::remove);
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
                clock = startClock();
            }
            return clock;
        }
    }

    private RosClock startClock() {
        RosClock made = new RosClock(name(), InstantSource.system(), core.changes());
        Subscriber<ClockMessage> ticks = subscribe(
                RosClock.CLOCK,
                ClockMessage.TYPE,
                SubscriberOptions.queued(QueueLimit.NEWEST),
                message -> made.set(message.clock()));
        try {
            parameters.subscribe(RosClock.USE_SIM_TIME, made::useSimTime);
            return made;
        } catch (RuntimeException e) {
            ticks.close();
            throw e;
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
                Publisher<LogMessage> lines = advertise(RosLog.ROSOUT, LogMessage.TYPE, RosLog.OPTIONS, true);
                log = new RosLog(name(), stampedBy, lines, registrations);
            }
            return log;
        }
    }

    /** Blocks until the condition holds or the timeout passed; checked when a link of this node came up. */
    public boolean await(BooleanSupplier condition, Duration timeout) {
        return core.changes().await(condition, timeout);
    }

    public NodeStats stats() {
        return new NodeStats(
                name(),
                registrations.publishers().stream()
                        .<PublisherStats>map(Publisher::stats)
                        .toList(),
                registrations.subscribers().stream()
                        .<SubscriberStats>map(Subscriber::stats)
                        .toList(),
                watch.registeredAgain(),
                core.threads().running());
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new DriverException("Node " + name() + " is closed");
        }
    }

    Registrations registrations() {
        return registrations;
    }

    /** What lives as long as this node or one of its links, and how it is. */
    public Supervision loops() {
        return core.loops();
    }

    /** Another node asked this one to stop: the caller's thread belongs to what is being closed. */
    private void closeOnOwnThread(String reason) {
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
        core.loops().stop();
        registrations.unregisterAll(masterUri());
        registrations.closeConnections();
        List.copyOf(serviceClients).forEach(ServiceClient::close);
        tcpRos.close();
        slave.close();
        if (!core.threads().awaitEnd(THREADS_END_TIMEOUT)) {
            LOG.warn(
                    "Node {}: {} threads still run after closing",
                    name(),
                    core.threads().running());
        }
        core.loops().close();
    }
}
