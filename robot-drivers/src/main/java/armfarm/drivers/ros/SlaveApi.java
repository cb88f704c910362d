package armfarm.drivers.ros;

import armfarm.drivers.ros.xmlrpc.XmlRpcCall;
import armfarm.drivers.ros.xmlrpc.XmlRpcFault;
import armfarm.drivers.ros.xmlrpc.XmlRpcServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a node answers to the master and to other nodes.
 *
 * <p>Source: ROS wiki, "ROS/Slave_API".
 */
final class SlaveApi implements AutoCloseable {
    private final RosNode node;
    private final RosHost host;
    private final int tcpRosPort;
    private final XmlRpcServer server;

    SlaveApi(RosNode node, RosHost host, int tcpRosPort) throws IOException {
        this.node = node;
        this.host = host;
        this.tcpRosPort = tcpRosPort;
        this.server = XmlRpcServer.start(
                "ros" + node.name(),
                host.socketAddress(0),
                Map.of(
                        "publisherUpdate", this::publisherUpdate,
                        "requestTopic", this::requestTopic,
                        "getBusInfo", call -> ok(busInfo()),
                        "getPid",
                                call -> ok(
                                        Math.toIntExact(ProcessHandle.current().pid())),
                        "getMasterUri", call -> ok(node.masterUri().toString()),
                        "getSubscriptions", call -> ok(subscriptions()),
                        "getPublications", call -> ok(publications()),
                        "paramUpdate", call -> ok(0),
                        "shutdown", this::shutdown));
    }

    URI uri() {
        return URI.create("http://" + host.advertised() + ":" + server.port() + "/");
    }

    private static List<Object> ok(Object value) {
        return List.of(1, "", value);
    }

    private Object publisherUpdate(XmlRpcCall call) throws XmlRpcFault {
        Subscriber<?> subscriber = node.subscriber(call.param(1, String.class));
        List<URI> publishers = new ArrayList<>();
        for (Object publisher : call.param(2, List.class)) {
            try {
                publishers.add(URI.create(publisher.toString()));
            } catch (IllegalArgumentException e) {
                throw new XmlRpcFault(400, "publisherUpdate: '" + publisher + "' is not an address");
            }
        }
        if (subscriber != null) {
            subscriber.publisherUpdate(publishers);
        }
        return ok(0);
    }

    private Object requestTopic(XmlRpcCall call) throws XmlRpcFault {
        String topic = call.param(1, String.class);
        if (node.publisher(topic) == null) {
            return List.of(0, "node " + node.name() + " does not publish " + topic, List.of());
        }
        for (Object protocol : call.param(2, List.class)) {
            if (protocol instanceof List<?> words && !words.isEmpty() && "TCPROS".equals(words.get(0))) {
                return List.of(1, "ready", List.of("TCPROS", host.advertised(), tcpRosPort));
            }
        }
        return List.of(0, "only TCPROS is offered", List.of());
    }

    private List<Object> busInfo() {
        List<Object> links = new ArrayList<>();
        for (Publisher<?> publisher : node.publishers()) {
            for (String subscriber : publisher.subscribers()) {
                links.add(List.of(
                        links.size(),
                        subscriber,
                        "o",
                        "TCPROS",
                        publisher.topic().path(),
                        true));
            }
        }
        for (Subscriber<?> subscriber : node.subscribers()) {
            subscriber
                    .publishers()
                    .forEach((publisher, problem) -> links.add(List.of(
                            links.size(),
                            publisher,
                            "i",
                            "TCPROS",
                            subscriber.topic().path(),
                            problem.isEmpty())));
        }
        return links;
    }

    private List<Object> subscriptions() {
        return node.subscribers().stream()
                .<Object>map(subscriber ->
                        List.of(subscriber.topic().path(), subscriber.type().name()))
                .toList();
    }

    private List<Object> publications() {
        return node.publishers().stream()
                .<Object>map(publisher ->
                        List.of(publisher.topic().path(), publisher.type().name()))
                .toList();
    }

    private Object shutdown(XmlRpcCall call) {
        node.closeOnOwnThread(call.params().size() > 1 ? call.params().get(1).toString() : "no reason given");
        return ok(0);
    }

    @Override
    public void close() {
        server.close();
    }
}
