package armfarm.drivers.check;

import static armfarm.drivers.check.CheckLine.failed;
import static armfarm.drivers.check.CheckLine.ok;
import static armfarm.drivers.check.CheckLine.text;

import armfarm.drivers.cell.ArmTopics;
import armfarm.messages.DriverException;
import armfarm.messages.time.Stopwatch;
import armfarm.ros.GraphName;
import armfarm.ros.RosHost;
import armfarm.ros.RosNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The steps before any message: the master, and whether the nodes reach each other. Confined to one thread. */
final class GraphChecks {
    private static final int CONNECT_MILLISECONDS = 2000;

    private final RosNode node;
    private final RosHost host;

    GraphChecks(RosNode node, RosHost host) {
        this.node = node;
        this.host = host;
    }

    CheckLine master() {
        Stopwatch watch = Stopwatch.start();
        try {
            int topics = node.master().publishers().size();
            return ok(
                    "master",
                    "%s answers in %d ms, %d topics are published",
                    node.masterUri(),
                    watch.elapsed().toMillis(),
                    topics);
        } catch (DriverException e) {
            return failed(
                    "master",
                    "no answer from " + node.masterUri(),
                    e.getMessage(),
                    "start the master, or set ros.master_uri (or ROS_MASTER_URI) to where it runs");
        }
    }

    /** Whether others can reach us: an address that resolves, accepts, and is not loopback when they are elsewhere. */
    CheckLine ourAddress() {
        URI ours = node.uri();
        try {
            InetAddress address = InetAddress.getByName(ours.getHost());
            String refused = connect(ours);
            if (!refused.isEmpty()) {
                return failed("our address", ours + " does not accept", refused, advertise());
            }
            InetAddress master = InetAddress.getByName(node.masterUri().getHost());
            if (address.isLoopbackAddress() && !isThisMachine(master)) {
                return failed(
                        "our address",
                        ours + " is loopback, the master is at " + master.getHostAddress(),
                        "nodes on other machines would connect to themselves",
                        advertise());
            }
            return ok("our address", "%s (%s) accepts connections", ours, address.getHostAddress());
        } catch (UnknownHostException e) {
            return failed("our address", host.advertised() + " does not resolve", e.toString(), advertise());
        }
    }

    private static String advertise() {
        return "set ros.advertised_host (or ROS_IP) to this machine's address in the arm's network";
    }

    private static boolean isThisMachine(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return true;
        }
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** Every node that publishes one of the cell's topics: does the address it gives resolve and accept? */
    CheckLine theirAddresses(ArmTopics topics) {
        Map<String, List<String>> published = node.master().publishers();
        Map<String, String> problems = new TreeMap<>();
        TreeSet<String> nodes = new TreeSet<>();
        for (GraphName topic : expected(topics)) {
            nodes.addAll(published.getOrDefault(topic.path(), List.of()));
        }
        nodes.forEach(other -> {
            String problem = reach(other);
            if (!problem.isEmpty()) {
                problems.put(other, problem);
            }
        });
        if (nodes.isEmpty()) {
            return failed(
                    "arm's address",
                    "no node publishes any of the cell's topics " + expected(topics),
                    "the arm's nodes do not run, use another master, or their topics have other names",
                    "start the arm's driver with ROS_MASTER_URI=" + node.masterUri()
                            + ", or correct topics and actions; 'rostopic list' shows what is there");
        }
        if (!problems.isEmpty()) {
            return failed(
                    "arm's address",
                    String.join("; ", problems.values()),
                    "the node gave the master an address that this machine cannot reach",
                    "set ROS_IP on the arm's machine to its address in this network and restart its nodes, or name it"
                            + " in /etc/hosts here");
        }
        return ok("arm's address", "%d nodes reached: %s", nodes.size(), String.join(", ", nodes));
    }

    private String reach(String other) {
        try {
            URI uri = node.master().lookupNode(GraphName.of(other));
            InetAddress.getByName(uri.getHost());
            String refused = connect(uri);
            return refused.isEmpty() ? "" : "node " + other + " at " + uri + ": " + refused;
        } catch (UnknownHostException e) {
            return "node " + other + ": its host " + e.getMessage() + " does not resolve here";
        } catch (DriverException | IllegalArgumentException e) {
            return "node " + other + ": " + e.getMessage();
        }
    }

    private static String connect(URI uri) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT_MILLISECONDS);
            return "";
        } catch (IOException e) {
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }

    private static List<GraphName> expected(ArmTopics topics) {
        List<GraphName> names = new ArrayList<>(List.of(
                topics.jointStates(),
                topics.image(),
                topics.cameraInfo(),
                topics.motionResult(),
                topics.gripperResult()));
        topics.gripperState().ifPresent(names::add);
        topics.cameraInBase().ifPresent(names::add);
        return names;
    }

    /** Whether a server of the action is there: it takes goals and cancellations and tells what becomes of them. */
    CheckLine actionServer(String step, GraphName action, String setting) {
        Map<String, List<String>> published = node.master().publishers();
        Map<String, List<String>> subscribed = node.master().subscribers();
        List<String> missing = new ArrayList<>();
        if (subscribed.getOrDefault(action.child("goal").path(), List.of()).isEmpty()) {
            missing.add("nobody takes goals on " + action.child("goal"));
        }
        if (subscribed.getOrDefault(action.child("cancel").path(), List.of()).isEmpty()) {
            missing.add("nobody takes cancellations on " + action.child("cancel"));
        }
        for (String part : List.of("result", "status", "feedback")) {
            if (published.getOrDefault(action.child(part).path(), List.of()).isEmpty()) {
                missing.add("nobody publishes " + action.child(part));
            }
        }
        if (missing.isEmpty()) {
            return ok(
                    step,
                    "%s by %s",
                    action,
                    subscribed.get(action.child("goal").path()));
        }
        return failed(
                step,
                String.join("; ", missing),
                "no action server of that name runs",
                "start the arm's controller, or set " + setting + " to its action; known are " + actions(subscribed));
    }

    private static List<String> actions(Map<String, List<String>> subscribed) {
        return subscribed.keySet().stream()
                .filter(topic -> topic.endsWith("/goal"))
                .map(topic -> topic.substring(0, topic.length() - "/goal".length()))
                .toList();
    }

    /** Who stops the arm when the farm dies. */
    CheckLine deadMan(ArmTopics topics, String arm) {
        List<String> listeners =
                node.master().subscribers().getOrDefault(topics.heartbeat().path(), List.of());
        if (listeners.isEmpty()) {
            return CheckLine.warning(
                    "dead-man",
                    "nobody listens to " + topics.heartbeat(),
                    "when the farm's process dies, the arm would finish the motion it was told",
                    text("run 'armfarm arms watchdog %s' as a service, best on the arm's machine", arm));
        }
        return ok("dead-man", "%s listens to %s", String.join(", ", listeners), topics.heartbeat());
    }
}
