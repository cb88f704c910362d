package armfarm.ros;

import armfarm.messages.DriverException;
import armfarm.messages.supervision.Supervision;
import armfarm.ros.MasterRegistry.Role;
import armfarm.ros.NodeNotifier.Update;
import armfarm.ros.xmlrpc.XmlRpcCall;
import armfarm.ros.xmlrpc.XmlRpcClient;
import armfarm.ros.xmlrpc.XmlRpcFault;
import armfarm.ros.xmlrpc.XmlRpcServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ROS 1 master inside this process: name registry and parameter server, for machines without a ROS installation.
 * Thread-safe.
 *
 * <p>Source: ROS wiki, "ROS/Master_API" and "ROS/Parameter Server API".
 */
public final class RosMaster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RosMaster.class);
    private static final Duration SHUTDOWN_CALL_TIMEOUT = Duration.ofSeconds(1);

    private final MasterRegistry registry = new MasterRegistry();
    private final ParameterTree parameters = new ParameterTree();
    private final DaemonThreads threads = new DaemonThreads();
    private final NodeNotifier notifier = new NodeNotifier(this::currentValue, threads);
    private final RosHost host;
    private final XmlRpcServer server;

    private RosMaster(RosHost host, int port) throws IOException {
        this.host = host;
        Map<String, XmlRpcServer.Method> methods = new HashMap<>();
        addRegistration(methods);
        addLookup(methods);
        addParameters(methods);
        this.server = XmlRpcServer.start("ros-master", host.socketAddress(port), methods);
    }

    /**
     * Starts a master.
     *
     * @param port 0 takes a free one; 11311 is the custom
     * @throws DriverException if the port is in use
     */
    public static RosMaster start(RosHost host, int port) {
        try {
            return new RosMaster(host, port);
        } catch (IOException e) {
            throw new DriverException(
                    "ROS master cannot listen on " + host.bind().getHostAddress() + " port " + port + ": "
                            + e.getMessage() + "; choose another port, or set ROS_MASTER_URI to the master that is"
                            + " already there",
                    e);
        }
    }

    /** What lives as long as the master, and how it is. */
    public Supervision loops() {
        return server.loops();
    }

    public URI uri() {
        return URI.create("http://" + host.advertised() + ":" + server.port() + "/");
    }

    private void addRegistration(Map<String, XmlRpcServer.Method> methods) {
        methods.put("registerPublisher", call -> {
            String topic = name(call, 1);
            register(call, Role.PUBLISHER, topic, call.param(3, String.class));
            registry.publishedType(topic, call.param(2, String.class));
            publishersChanged(Set.of(topic));
            return ok("registered", registry.apis(Role.SUBSCRIBER, topic));
        });
        methods.put("unregisterPublisher", call -> {
            boolean was = unregister(call, Role.PUBLISHER);
            publishersChanged(was ? Set.of(name(call, 1)) : Set.of());
            return ok("", was ? 1 : 0);
        });
        methods.put("registerSubscriber", call -> {
            String topic = name(call, 1);
            register(call, Role.SUBSCRIBER, topic, call.param(3, String.class));
            registry.subscribedType(topic, call.param(2, String.class));
            return ok("subscribed", registry.apis(Role.PUBLISHER, topic));
        });
        methods.put("unregisterSubscriber", call -> ok("", unregister(call, Role.SUBSCRIBER) ? 1 : 0));
        methods.put("registerService", call -> {
            register(call, Role.SERVICE, name(call, 1), call.param(3, String.class));
            registry.serviceApi(name(call, 1), caller(call), call.param(2, String.class));
            return ok("registered", 1);
        });
        methods.put(
                "unregisterService",
                call -> ok(
                        "",
                        registry.unregisterService(name(call, 1), caller(call), call.param(2, String.class)) ? 1 : 0));
    }

    private void addLookup(Map<String, XmlRpcServer.Method> methods) {
        methods.put("lookupNode", call -> found("node", name(call, 1), registry.nodeApi(name(call, 1))));
        methods.put("lookupService", call -> found("service", name(call, 1), registry.serviceApi(name(call, 1))));
        methods.put(
                "getPublishedTopics",
                call -> ok("current topics", registry.publishedTopics(call.param(1, String.class))));
        methods.put("getTopicTypes", call -> ok("current types", registry.topicTypes()));
        methods.put("getSystemState", call -> ok("current state", registry.systemState()));
        methods.put("getUri", call -> ok("", uri().toString()));
        methods.put(
                "getPid", call -> ok("", Math.toIntExact(ProcessHandle.current().pid())));
    }

    private void addParameters(Map<String, XmlRpcServer.Method> methods) {
        methods.put("setParam", call -> {
            try {
                parameters.set(key(call, 1), call.param(2, Object.class));
                parameterChanged(key(call, 1));
                return ok("set", 0);
            } catch (IllegalArgumentException e) {
                return List.of(-1, e.getMessage(), 0);
            }
        });
        methods.put("getParam", call -> found("parameter", key(call, 1), parameters.get(key(call, 1))));
        methods.put(
                "hasParam",
                call -> ok(key(call, 1), parameters.get(key(call, 1)).isPresent()));
        methods.put("deleteParam", call -> {
            boolean was = parameters.delete(key(call, 1));
            if (was) {
                parameterChanged(key(call, 1));
            }
            return was ? ok("deleted", 0) : List.of(-1, "parameter [" + key(call, 1) + "] is not set", 0);
        });
        methods.put("getParamNames", call -> ok("names", parameters.names()));
        methods.put("searchParam", this::searchParam);
        methods.put("subscribeParam", call -> {
            register(call, Role.PARAMETER, key(call, 2), call.param(1, String.class));
            return ok("subscribed", parameters.get(key(call, 2)).orElse(Map.of()));
        });
        methods.put(
                "unsubscribeParam",
                call -> ok(
                        "",
                        registry.unregister(Role.PARAMETER, key(call, 2), caller(call), call.param(1, String.class))
                                ? 1
                                : 0));
    }

    private Object searchParam(XmlRpcCall call) throws XmlRpcFault {
        String name = call.param(1, String.class);
        Optional<String> full = name.startsWith("/") || name.startsWith("~")
                ? Optional.of(key(call, 1)).filter(key -> parameters.get(key).isPresent())
                : parameters.search(caller(call), name);
        return found("parameter", name, full);
    }

    /** Whoever follows the parameter, a struct that holds it or a part of it, hears of it. */
    private void parameterChanged(String key) {
        String below = key.equals("/") ? key : key + "/";
        for (String followed : registry.names(Role.PARAMETER)) {
            boolean holdsKey = followed.equals("/") || below.startsWith(followed + "/");
            if (holdsKey || followed.startsWith(below)) {
                notifier.changed(Update.parameter(holdsKey ? key : followed), registry.apis(Role.PARAMETER, followed));
            }
        }
    }

    private Object currentValue(Update update) {
        return update.equals(Update.publishers(update.name()))
                ? registry.apis(Role.PUBLISHER, update.name())
                : parameters.get(update.name()).orElse(Map.of());
    }

    private static List<Object> ok(String text, Object value) {
        return List.of(1, text, value);
    }

    private static List<Object> found(String what, String name, Optional<?> value) {
        return value.isPresent() ? ok(name, value.get()) : List.of(-1, "unknown " + what + " [" + name + "]", "");
    }

    private static String caller(XmlRpcCall call) throws XmlRpcFault {
        return call.param(0, String.class);
    }

    private static String name(XmlRpcCall call, int index) throws XmlRpcFault {
        try {
            return GraphName.resolve(caller(call), call.param(index, String.class))
                    .path();
        } catch (DriverException e) {
            throw new XmlRpcFault(400, call.method() + ": " + e.getMessage());
        }
    }

    private static String key(XmlRpcCall call, int index) throws XmlRpcFault {
        return call.param(index, String.class).equals("/") ? "/" : name(call, index);
    }

    private void register(XmlRpcCall call, Role role, String name, String nodeApi) throws XmlRpcFault {
        String node = caller(call);
        Set<String> published = registry.publishedBy(node);
        Optional<String> replaced = registry.register(role, name, node, nodeApi);
        if (replaced.isPresent()) {
            LOG.warn("Node {} at {} replaces the one at {}", node, nodeApi, replaced.get());
            publishersChanged(published);
            threads.start("ros-master-shutdown-call", () -> shutDown(node, replaced.get()));
        }
    }

    private boolean unregister(XmlRpcCall call, Role role) throws XmlRpcFault {
        return registry.unregister(role, name(call, 1), caller(call), call.param(2, String.class));
    }

    private void publishersChanged(Set<String> topics) {
        topics.forEach(topic -> notifier.changed(Update.publishers(topic), registry.apis(Role.SUBSCRIBER, topic)));
    }

    private static void shutDown(String node, String api) {
        try {
            new XmlRpcClient(URI.create(api), SHUTDOWN_CALL_TIMEOUT)
                    .call("shutdown", "/master", "a new node registered as " + node);
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("The replaced node {} at {} is gone already: {}", node, api, e.toString());
        }
    }

    /** Stops answering; nodes keep their links to each other. */
    @Override
    public void close() {
        server.close();
        if (!threads.awaitEnd(SHUTDOWN_CALL_TIMEOUT)) {
            LOG.warn("ROS master: {} calls to nodes still run after closing", threads.running());
        }
    }
}
