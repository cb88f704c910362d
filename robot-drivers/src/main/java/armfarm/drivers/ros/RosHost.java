package armfarm.drivers.ros;

import armfarm.drivers.DriverException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;

/**
 * How other nodes reach this machine, and which address to listen on. Immutable.
 *
 * @param advertised name or address that is told to others
 */
public record RosHost(String advertised, InetAddress bind) {
    /** Only processes on this machine can connect. */
    public static RosHost loopback() {
        return new RosHost("127.0.0.1", InetAddress.getLoopbackAddress());
    }

    /**
     * What ROS_HOSTNAME, else ROS_IP, says; loopback without them. A name of another address listens on all addresses.
     *
     * @throws DriverException if the name cannot be resolved
     */
    public static RosHost fromEnvironment(Map<String, String> environment) {
        String name = environment.getOrDefault("ROS_HOSTNAME", environment.getOrDefault("ROS_IP", ""));
        if (name.isBlank()) {
            return loopback();
        }
        try {
            InetAddress address = InetAddress.getByName(name);
            return new RosHost(name, address.isLoopbackAddress() ? address : new InetSocketAddress(0).getAddress());
        } catch (UnknownHostException e) {
            throw new DriverException(
                    "ROS_HOSTNAME or ROS_IP is '" + name + "', which is no known host: set it to this machine's"
                            + " name or address, or unset it",
                    e);
        }
    }

    InetSocketAddress socketAddress(int port) {
        return new InetSocketAddress(bind, port);
    }
}
