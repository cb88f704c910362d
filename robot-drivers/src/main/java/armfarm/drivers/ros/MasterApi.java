package armfarm.drivers.ros;

import armfarm.drivers.DriverException;
import armfarm.drivers.ros.xmlrpc.XmlRpcClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls a ROS master for one node. Each call blocks until the master answered or the timeout passed, and then throws
 * {@link DriverException}. Thread-safe.
 *
 * <p>Source: ROS wiki, "ROS/Master_API".
 */
public final class MasterApi {
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

    /** Withdraws everything in one call, so that closing a node takes one timeout at most. */
    void unregisterAll(Collection<GraphName> published, Collection<GraphName> subscribed, URI nodeApi) {
        List<Object> calls = new ArrayList<>();
        published.forEach(topic -> calls.add(unregistration("unregisterPublisher", topic, nodeApi)));
        subscribed.forEach(topic -> calls.add(unregistration("unregisterSubscriber", topic, nodeApi)));
        try {
            client.call("system.multicall", calls);
        } catch (IOException e) {
            throw new DriverException("ROS master " + master + " does not answer: " + e.getMessage(), e);
        }
    }

    private Map<String, Object> unregistration(String method, GraphName topic, URI nodeApi) {
        return Map.of("methodName", method, "params", List.of(caller.path(), topic.path(), nodeApi.toString()));
    }

    /** @throws DriverException also if the master does not know the node */
    public URI lookupNode(GraphName node) {
        return URI.create(call("lookupNode", node.path()).toString());
    }

    /** Names of the nodes that publish, by topic. */
    public Map<String, List<String>> publishers() {
        return state(0);
    }

    /** Names of the nodes that subscribe, by topic. */
    public Map<String, List<String>> subscribers() {
        return state(1);
    }

    private Map<String, List<String>> state(int part) {
        Map<String, List<String>> nodesByTopic = new TreeMap<>();
        if (call("getSystemState") instanceof List<?> state
                && state.size() > part
                && state.get(part) instanceof List<?> topics) {
            for (Object topic : topics) {
                if (topic instanceof List<?> pair && pair.size() == 2 && pair.get(1) instanceof List<?> nodes) {
                    nodesByTopic.put(
                            pair.get(0).toString(),
                            nodes.stream().map(Object::toString).toList());
                }
            }
        }
        return nodesByTopic;
    }

    private Object call(String method, Object... params) {
        List<Object> all = new ArrayList<>(List.of(caller.path()));
        all.addAll(Arrays.asList(params));
        Object answer;
        try {
            answer = client.call(method, all.toArray());
        } catch (IOException e) {
            throw new DriverException(
                    "ROS master " + master + " does not answer " + method + Arrays.toString(params) + " of node "
                            + caller + ": " + e.getMessage() + "; check that a master runs there (ROS_MASTER_URI)",
                    e);
        }
        if (answer instanceof List<?> result
                && result.size() == 3
                && Integer.valueOf(1).equals(result.get(0))) {
            return result.get(2);
        }
        throw new DriverException("ROS master " + master + " refused " + method + Arrays.toString(params) + " of node "
                + caller + ": answered " + answer + ", expected [1, text, value]");
    }

    private List<URI> uris(Object answer) {
        try {
            return answer instanceof List<?> list
                    ? list.stream().map(item -> URI.create(item.toString())).toList()
                    : List.of();
        } catch (IllegalArgumentException e) {
            throw new DriverException("ROS master " + master + " answered " + answer + ", expected addresses", e);
        }
    }
}
