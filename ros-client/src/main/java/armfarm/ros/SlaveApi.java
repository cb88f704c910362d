package armfarm.ros;

import armfarm.messages.supervision.Supervision;
import armfarm.ros.NodeStats.ConnectionStats;
import armfarm.ros.NodeStats.LinkStats;
import armfarm.ros.NodeStats.PublisherStats;
import armfarm.ros.xmlrpc.XmlRpcCall;
import armfarm.ros.xmlrpc.XmlRpcFault;
import armfarm.ros.xmlrpc.XmlRpcServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a node answers to the master and to other nodes.
 *
 * <p>Source: ROS wiki, "ROS/Slave_API".
 */
final class SlaveApi implements AutoCloseable {
    private final NodeCore node;
    private final Registrations registrations;
    private final ParameterClient parameters;
    private final Consumer<String> shutdown;
    private final int tcpRosPort;
    private final XmlRpcServer server;

    /** @param shutdown gets the reason when another node asks this one to stop; must not block */
    SlaveApi(
            NodeCore node,
            Registrations registrations,
            ParameterClient parameters,
            int tcpRosPort,
            Consumer<String> shutdown)
            throws IOException {
        this.node = node;
        this.registrations = registrations;
        this.parameters = parameters;
        this.shutdown = shutdown;
        this.tcpRosPort = tcpRosPort;
        this.server = XmlRpcServer.start(
                "ros" + node.name(),
                node.config().host().socketAddress(0),
                Map.of(
                        "publisherUpdate", this::publisherUpdate,
                        "getBusStats", call -> ok(busStats()),
                        "requestTopic", this::requestTopic,
                        "getBusInfo", call -> ok(busInfo()),
                        "getPid",
                                call -> ok(
                                        Math.toIntExact(ProcessHandle.current().pid())),
                        "getMasterUri", call -> ok(node.masterUri().toString()),
                        "getSubscriptions", call -> ok(subscriptions()),
                        "getPublications", call -> ok(publications()),
                        "paramUpdate", this::paramUpdate,
                        "shutdown", this::shutdown));
    }

    URI uri() {
        return URI.create("http://" + advertisedHost() + ":" + server.port() + "/");
    }

    private String advertisedHost() {
        return node.config().host().advertised();
    }

    /** What takes the calls. */
    Supervision loops() {
        return server.loops();
    }

    private static List<Object> ok(Object value) {
        return List.of(1, "", value);
    }

    private Object publisherUpdate(XmlRpcCall call) throws XmlRpcFault {
        TopicLinks topic = registrations.topic(call.param(1, String.class));
        List<URI> publishers = new ArrayList<>();
        for (Object publisher : call.param(2, List.class)) {
            try {
                publishers.add(URI.create(publisher.toString()));
            } catch (IllegalArgumentException e) {
                throw new XmlRpcFault(400, "publisherUpdate: '" + publisher + "' is not an address");
            }
        }
        if (topic != null) {
            topic.publisherUpdate(publishers);
        }
        return ok(0);
    }

    private Object paramUpdate(XmlRpcCall call) throws XmlRpcFault {
        parameters.update(call.param(1, String.class), call.param(2, Object.class));
        return ok(0);
    }

    private Object requestTopic(XmlRpcCall call) throws XmlRpcFault {
        String topic = call.param(1, String.class);
        if (registrations.publisher(topic) == null) {
            return List.of(0, "node " + node.name() + " does not publish " + topic, List.of());
        }
        for (Object protocol : call.param(2, List.class)) {
            if (protocol instanceof List<?> words && !words.isEmpty() && "TCPROS".equals(words.get(0))) {
                return List.of(1, "ready", List.of("TCPROS", advertisedHost(), tcpRosPort));
            }
        }
        return List.of(0, "only TCPROS is offered", List.of());
    }

    private List<Object> busInfo() {
        List<Object> links = new ArrayList<>();
        for (Publisher<?> publisher : registrations.publishers()) {
            for (ConnectionStats link : publisher.stats().connections()) {
                links.add(List.of(
                        links.size(),
                        link.subscriber(),
                        "o",
                        "TCPROS",
                        publisher.topic().path(),
                        true));
            }
        }
        for (TopicLinks topic : registrations.topics()) {
            for (LinkStats link : topic.linkStats()) {
                links.add(List.of(
                        links.size(),
                        link.publisher(),
                        "i",
                        "TCPROS",
                        topic.topic().path(),
                        link.connected()));
            }
        }
        return links;
    }

    /** Bytes and messages per connection; connections have no number here, so it is their place in the list. */
    private List<Object> busStats() {
        List<Object> published = new ArrayList<>();
        for (Publisher<?> publisher : registrations.publishers()) {
            PublisherStats stats = publisher.stats();
            List<Object> links = new ArrayList<>();
            for (ConnectionStats link : stats.connections()) {
                links.add(List.of(links.size(), number(link.bytes()), number(link.messages()), true));
            }
            published.add(List.of(stats.topic().path(), number(stats.bytes()), links));
        }
        List<Object> subscribed = new ArrayList<>();
        for (TopicLinks topic : registrations.topics()) {
            List<Object> links = new ArrayList<>();
            for (LinkStats link : topic.linkStats()) {
                links.add(List.of(links.size(), number(link.bytes()), -1, link.connected()));
            }
            subscribed.add(List.of(topic.topic().path(), links));
        }
        return List.of(published, subscribed, List.of(0, 0, 0));
    }

    /** XML-RPC has no whole numbers of more than 32 bits. */
    private static int number(long count) {
        return (int) Math.min(Integer.MAX_VALUE, count);
    }

    private List<Object> subscriptions() {
        return registrations.topics().stream()
                .<Object>map(topic ->
                        List.of(topic.topic().path(), topic.followed().type().name()))
                .toList();
    }

    private List<Object> publications() {
        return registrations.publishers().stream()
                .<Object>map(publisher ->
                        List.of(publisher.topic().path(), publisher.type().name()))
                .toList();
    }

    private Object shutdown(XmlRpcCall call) {
        shutdown.accept(call.params().size() > 1 ? call.params().get(1).toString() : "no reason given");
        return ok(0);
    }

    @Override
    public void close() {
        server.close();
    }
}
