package armfarm.ros;

import armfarm.messages.DriverException;
import armfarm.ros.xmlrpc.XmlRpcClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Calls a ROS master for one node. Each call blocks until the master answered or the timeout passed, and then throws
 * {@link DriverException}. Thread-safe.
 *
 * <p>Source: ROS wiki, "ROS/Master_API" and "ROS/Parameter Server API".
 */
public final class MasterApi {
    private static final Integer SUCCESS = 1;

    /** The caller's fault, as the wiki says; the master uses it for "there is no such thing". */
    private static final Integer ERROR = -1;

    private final URI master;
    private final GraphName caller;
    private final XmlRpcClient client;

    public MasterApi(URI master, GraphName caller, Duration timeout) {
        this.master = master;
        this.caller = caller;
        this.client = new XmlRpcClient(master, timeout);
    }

    /** @return addresses of the topic's subscribers */
    public List<URI> registerPublisher(GraphName topic, String type, URI nodeApi) {
        return uris(call("registerPublisher", topic.path(), type, nodeApi.toString()));
    }

    public void unregisterPublisher(GraphName topic, URI nodeApi) {
        call("unregisterPublisher", topic.path(), nodeApi.toString());
    }

    /** @return addresses of the topic's publishers */
    public List<URI> registerSubscriber(GraphName topic, String type, URI nodeApi) {
        return uris(call("registerSubscriber", topic.path(), type, nodeApi.toString()));
    }

    public void unregisterSubscriber(GraphName topic, URI nodeApi) {
        call("unregisterSubscriber", topic.path(), nodeApi.toString());
    }

    /** @param serviceApi where the service is served, rosrpc://host:port */
    public void registerService(GraphName service, URI serviceApi, URI nodeApi) {
        call("registerService", service.path(), serviceApi.toString(), nodeApi.toString());
    }

    public void unregisterService(GraphName service, URI serviceApi) {
        call("unregisterService", service.path(), serviceApi.toString());
    }

    /**
     * @return where the service is served, rosrpc://host:port
     * @throws ServiceException UNAVAILABLE if the master knows no such service
     */
    public URI lookupService(GraphName service) {
        Object api = ask("lookupService", service.path())
                .orElseThrow(() -> new ServiceException(
                        ServiceException.Cause.UNAVAILABLE,
                        "Service " + service + " is not registered at the master " + master
                                + "; check that the node that offers it runs and uses the same ROS_MASTER_URI"));
        return uri(api);
    }

    /** Makes several calls in one, so that closing a node takes one timeout at most. */
    void callAll(List<Map<String, Object>> calls) {
        try {
            client.call("system.multicall", calls);
        } catch (IOException e) {
            throw new DriverException("ROS master " + master + " does not answer: " + e.getMessage(), e);
        }
    }

    /** A call for {@link #callAll}, on behalf of this node. */
    Map<String, Object> prepared(String method, Object... params) {
        List<Object> all = new ArrayList<>(List.of(caller.path()));
        all.addAll(Arrays.asList(params));
        return Map.of("methodName", method, "params", all);
    }

    /** Where a node is reached; empty if the master does not know it. */
    public Optional<URI> findNode(GraphName node) {
        return ask("lookupNode", node.path()).map(this::uri);
    }

    /** @throws DriverException also if the master does not know the node */
    public URI lookupNode(GraphName node) {
        return uri(call("lookupNode", node.path()));
    }

    /** Names of the nodes that publish, by topic. */
    public Map<String, List<String>> publishers() {
        return state().publishers();
    }

    /** Names of the nodes that subscribe, by topic. */
    public Map<String, List<String>> subscribers() {
        return state().subscribers();
    }

    /** All of the graph, in one call. */
    public SystemState state() {
        Object answer = call("getSystemState");
        return new SystemState(nodesByName(answer, 0), nodesByName(answer, 1), nodesByName(answer, 2));
    }

    /**
     * Names of nodes, by what they are registered for.
     *
     * @param publishers by topic
     * @param subscribers by topic
     * @param services by service
     */
    public record SystemState(
            Map<String, List<String>> publishers,
            Map<String, List<String>> subscribers,
            Map<String, List<String>> services) {}

    private static Map<String, List<String>> nodesByName(Object answer, int part) {
        Map<String, List<String>> nodesByName = new TreeMap<>();
        if (answer instanceof List<?> state && state.size() > part && state.get(part) instanceof List<?> names) {
            for (Object name : names) {
                if (name instanceof List<?> pair && pair.size() == 2 && pair.get(1) instanceof List<?> nodes) {
                    nodesByName.put(
                            pair.get(0).toString(),
                            nodes.stream().map(Object::toString).toList());
                }
            }
        }
        return nodesByName;
    }

    /** Calls a method that has no accessor here; the node's name is put in front. @return the third item of the answer */
    Object call(String method, Object... params) {
        Object answer = answer(method, params);
        return value(answer).orElseThrow(() -> refused(method, params, answer));
    }

    /** As {@link #call}, but empty where the master answers with an error, as it does for what it does not know. */
    Optional<Object> ask(String method, Object... params) {
        Object answer = answer(method, params);
        if (answer instanceof List<?> result && !result.isEmpty() && ERROR.equals(result.get(0))) {
            return Optional.empty();
        }
        return Optional.of(value(answer).orElseThrow(() -> refused(method, params, answer)));
    }

    private static Optional<Object> value(Object answer) {
        return answer instanceof List<?> result && result.size() == 3 && SUCCESS.equals(result.get(0))
                ? Optional.of(result.get(2))
                : Optional.empty();
    }

    private Object answer(String method, Object... params) {
        List<Object> all = new ArrayList<>(List.of(caller.path()));
        all.addAll(Arrays.asList(params));
        try {
            return client.call(method, all.toArray());
        } catch (IOException e) {
            throw new DriverException(
                    "ROS master " + master + " does not answer " + method + Arrays.toString(params) + " of node "
                            + caller + ": " + e.getMessage() + "; check that a master runs there (ROS_MASTER_URI)",
                    e);
        }
    }

    private DriverException refused(String method, Object[] params, Object answer) {
        return new DriverException("ROS master " + master + " refused " + method + Arrays.toString(params) + " of node "
                + caller + ": answered " + answer + ", expected [1, text, value]");
    }

    private URI uri(Object answer) {
        try {
            return URI.create(answer.toString());
        } catch (IllegalArgumentException e) {
            throw new DriverException("ROS master " + master + " answered " + answer + ", expected an address", e);
        }
    }

    private List<URI> uris(Object answer) {
        return answer instanceof List<?> list ? list.stream().map(this::uri).toList() : List.of();
    }
}
