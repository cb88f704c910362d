package armfarm.controller.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** What people have to know if others than this machine reach a page without a login. */
public final class Exposure {
    private Exposure() {}

    /** Empty if the page listens on this machine alone. */
    public static Optional<String> warning(String host, int port) {
        return isLoopback(host)
                ? Optional.empty()
                : Optional.of(
                        "The page listens on " + host + ", not only on this machine, and has no login: whoever reaches"
                                + " port " + port
                                + " can look at everything, label attempts under any name and take them out of"
                                + " training. Let a firewall, or a proxy with a login, decide who does; or set page.host: 127.0.0.1.");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) { // better one warning too many
            return false;
        }
    }
}
