package armfarm.controller.links;

import armfarm.controller.config.FarmConfig.ConnectionConfig;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Where the ROS master is, and how this machine's nodes are reached. */
public final class RosLink {
    private RosLink() {}

    /** The master that somebody else runs: as configured, else as ROS_MASTER_URI says; empty if neither names one. */
    public static Optional<URI> externalMaster(ConnectionConfig connections) {
        String external = connections.rosMasterUri().isEmpty()
                ? Optional.ofNullable(System.getenv("ROS_MASTER_URI")).orElse("")
                : connections.rosMasterUri();
        return external.isEmpty() ? Optional.empty() : Optional.of(URI.create(external));
    }

    /** @param port 0 takes a free one */
    public static RosMaster startMaster(ConnectionConfig connections, int port) {
        return RosMaster.start(RosHost.fromEnvironment(environment(connections)), port);
    }

    /** How other machines reach this one's ROS nodes: as configured, else as the way to the master says. */
    public static RosHost host(ConnectionConfig connections, URI master) {
        return RosHost.towards(master, environment(connections));
    }

    private static Map<String, String> environment(ConnectionConfig connections) {
        return connections.rosAdvertisedHost().isEmpty()
                ? System.getenv()
                : Map.of("ROS_HOSTNAME", connections.rosAdvertisedHost());
    }
}
