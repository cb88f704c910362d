package armfarm.ros;

import armfarm.messages.DriverException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
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
     * Tells others this name or address. One that is not loopback listens on all addresses.
     *
     * @throws DriverException if the name cannot be resolved
     */
    public static RosHost advertising(String name) {
        try {
            InetAddress address = InetAddress.getByName(name);
            return new RosHost(name, address.isLoopbackAddress() ? address : new InetSocketAddress(0).getAddress());
        } catch (UnknownHostException e) {
            throw new DriverException(
                    "The advertised address '" + name + "' (ros.advertised_host, ROS_HOSTNAME or ROS_IP) is no known"
                            + " host: set it to this machine's name or address, or unset it",
                    e);
        }
    }

    /**
     * What ROS_HOSTNAME, else ROS_IP, says; loopback without them. A name of another address listens on all addresses.
     *
     * @throws DriverException if the name cannot be resolved
     */
    public static RosHost fromEnvironment(Map<String, String> environment) {
        String name = explicitName(environment);
        return name.isBlank() ? loopback() : advertising(name);
    }

    /**
     * What ROS_HOSTNAME, else ROS_IP, says; without them loopback for a master on this machine, and for one elsewhere the
     * address of this machine on the way to it.
     *
     * @throws DriverException if a name cannot be resolved, or the explicit one is loopback and the master is elsewhere
     */
    public static RosHost towards(URI master, Map<String, String> environment) {
        String name = explicitName(environment);
        if (!name.isBlank()) {
            RosHost host = advertising(name);
            host.requireReachableFrom(master);
            return host;
        }
        InetAddress there = address(master);
        return isHere(there) ? loopback() : advertising(ownAddressTowards(there, master));
    }

    private static String explicitName(Map<String, String> environment) {
        return environment.getOrDefault("ROS_HOSTNAME", environment.getOrDefault("ROS_IP", ""));
    }

    /** Asks the routing table; nothing is sent. */
    private static String ownAddressTowards(InetAddress there, URI master) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(there, Math.max(1, master.getPort())));
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException e) {
            throw new DriverException(
                    "This machine has no way to the ROS master " + master + ": " + e.getMessage()
                            + "; check ROS_MASTER_URI and the network, or set ROS_IP to this machine's address",
                    e);
        }
    }

    /**
     * Refuses a loopback address that would be told to a master on another machine: nodes there would connect to
     * themselves, and no data would ever arrive.
     *
     * @throws DriverException naming both addresses
     */
    public void requireReachableFrom(URI master) {
        if (!bind.isLoopbackAddress()) {
            return;
        }
        InetAddress there = address(master);
        if (!isHere(there)) {
            throw new DriverException("This node would tell the ROS master " + master + " (" + there.getHostAddress()
                    + ") that it is reached at '" + advertised + "', which means another machine there; set ROS_IP (or"
                    + " ros.advertised_host) to this machine's address in that network");
        }
    }

    /** Whether an address is one of this machine's. */
    private static boolean isHere(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private static InetAddress address(URI master) {
        try {
            return InetAddress.getByName(master.getHost());
        } catch (UnknownHostException e) {
            throw new DriverException(
                    "The host of the ROS master " + master
                            + " is not known here: correct ROS_MASTER_URI, or add the name"
                            + " to this machine's hosts file",
                    e);
        }
    }

    InetSocketAddress socketAddress(int port) {
        return new InetSocketAddress(bind, port);
    }
}
