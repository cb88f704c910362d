package armfarm.drivers.cell;

import armfarm.messages.DriverException;
import armfarm.ros.GraphName;
import armfarm.ros.RosNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether this node alone drives a robot, as far as the master knows. A second node of one name would end the first one; one of
 * another name would send motions to the same arm. Other programs than the farm are not meant: an idle planner offers goals too.
 *
 * <p>Stateless.
 */
final class SoleController {
    /** Names of the farm's nodes that send motions begin so. */
    static final String NODES = "/armfarm/";

    private static final int CONNECT_MILLISECONDS = 2000;

    private SoleController() {}

    /**
     * Looks for another one, before this node registers anything.
     *
     * @throws DriverException if one is there and answers; nothing was registered or sent
     */
    static void require(RosNode node, CellSpec spec) {
        lookup(node, node.name()).filter(uri -> !uri.equals(node.uri())).ifPresent(uri -> {
            throw refused(spec, "the node " + node.name() + " at " + uri + " drives it already");
        });
        Map<String, List<String>> publishers = node.master().publishers();
        for (GraphName goals :
                List.of(spec.topics().motionGoal(), spec.topics().gripper().child("goal"))) {
            for (String other : publishers.getOrDefault(goals.path(), List.of())) {
                if (other.startsWith(NODES) && !other.equals(node.name().path())) {
                    lookup(node, GraphName.of(other)).ifPresent(uri -> {
                        throw refused(spec, "the node " + other + " at " + uri + " sends its goals on " + goals);
                    });
                }
            }
        }
    }

    /** @return where the node is, if it is registered and answers: one that was killed stays registered */
    private static Optional<URI> lookup(RosNode node, GraphName other) {
        URI uri;
        try {
            uri = node.master().lookupNode(other);
        } catch (DriverException e) {
            return Optional.empty();
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT_MILLISECONDS);
            return Optional.of(uri);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static DriverException refused(CellSpec spec, String why) {
        return new DriverException("Arm " + spec.arm() + " is not connected, it has another controller: " + why
                + "; one arm has one controller: stop that farm or process, or give the cells robots of their own"
                + " ('rosnode cleanup' removes a node that does not run)");
    }
}
