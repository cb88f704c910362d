package armfarm.ros;

import armfarm.messages.DriverException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * How a node is called, reached and connected. Immutable.
 *
 * @param remappings names that this node uses, by full name, and what they mean instead
 * @param privateParameters set below the node's name when it starts
 * @param waitsForMaster whether a topic or service can be offered or followed while the master does not answer, and is
 *     registered when it does; otherwise that is an error
 * @param masterCheck how often the node looks whether the master still knows it
 * @param silenceCheck after how long without data a subscriber asks its publisher whether it is still there; grows while
 *     nothing comes
 */
public record RosNodeConfig(
        GraphName name,
        URI masterUri,
        RosHost host,
        Map<GraphName, GraphName> remappings,
        Map<String, Object> privateParameters,
        boolean waitsForMaster,
        Duration masterCheck,
        Duration silenceCheck) {
    private static final Duration MASTER_CHECK = Duration.ofSeconds(2);
    private static final Duration SILENCE_CHECK = Duration.ofSeconds(5);

    /** @throws DriverException if others could not reach the host: see {@link RosHost#requireReachableFrom} */
    public RosNodeConfig {
        remappings = Map.copyOf(remappings);
        privateParameters = Map.copyOf(privateParameters);
        host.requireReachableFrom(masterUri);
    }

    public static RosNodeConfig of(GraphName name, URI masterUri, RosHost host) {
        return new RosNodeConfig(name, masterUri, host, Map.of(), Map.of(), false, MASTER_CHECK, SILENCE_CHECK);
    }

    /**
     * As ROS nodes start: name, namespace, master and address from the arguments, else from ROS_NAMESPACE,
     * ROS_MASTER_URI, ROS_HOSTNAME and ROS_IP.
     *
     * @param defaultName name without its namespace, for example arm_driver
     * @throws DriverException if an argument or a variable is not valid
     */
    public static RosNodeConfig of(String defaultName, RosArguments arguments, Map<String, String> environment) {
        GraphName name = arguments.nodeName(defaultName, environment);
        URI master = arguments.masterUri(environment);
        return of(name, master, arguments.host(environment, master))
                .withRemappings(arguments.remappings(name))
                .withPrivateParameters(arguments.privateParameters());
    }

    public RosNodeConfig withRemappings(Map<GraphName, GraphName> newRemappings) {
        return new RosNodeConfig(
                name, masterUri, host, newRemappings, privateParameters, waitsForMaster, masterCheck, silenceCheck);
    }

    public RosNodeConfig withPrivateParameters(Map<String, Object> newParameters) {
        return new RosNodeConfig(
                name, masterUri, host, remappings, newParameters, waitsForMaster, masterCheck, silenceCheck);
    }

    public RosNodeConfig withWaitsForMaster(boolean newWaits) {
        return new RosNodeConfig(
                name, masterUri, host, remappings, privateParameters, newWaits, masterCheck, silenceCheck);
    }

    public RosNodeConfig withChecks(Duration newMasterCheck, Duration newSilenceCheck) {
        return new RosNodeConfig(
                name, masterUri, host, remappings, privateParameters, waitsForMaster, newMasterCheck, newSilenceCheck);
    }

    /** What a full name means to this node. */
    GraphName remapped(GraphName given) {
        return remappings.getOrDefault(given, given);
    }
}
