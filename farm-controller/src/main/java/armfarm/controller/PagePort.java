package armfarm.controller;

import armfarm.controller.config.FarmConfig.PageConfig;
import armfarm.controller.dashboard.DashboardServer;
import armfarm.controller.dashboard.FarmView;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;

/** Opens the page on the port asked for or, if none was, on 8080 or any free one. */
public final class PagePort {
    private static final int CUSTOMARY = 8080;

    private PagePort() {}

    /**
     * To be asked before anything is started that takes long.
     *
     * @throws FarmException (RESOURCE) if the port that was asked for is in use
     */
    public static void requireFree(PageConfig config) {
        if (config.port() != 0) {
            requireFree(config.host(), config.port(), "The page", "--port");
        }
    }

    /** Likewise, of any port. @param option that names it */
    public static void requireFree(String host, int port, String who, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // what an earlier server left behind does not count
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    who + " cannot listen on " + host + ":" + port
                            + ": the port is in use by another program, or is not allowed; nothing was started. Choose"
                            + " another with " + option
                            + " (0 takes a free one), or find the owner with 'ss -ltnp sport"
                            + " = :" + port + "'",
                    e);
        }
    }

    public static DashboardServer open(PageConfig config, FarmView farm, InstantSource clock) {
        if (config.port() != 0) {
            return DashboardServer.start(config.host(), config.port(), config.hosts(), farm, clock);
        }
        try {
            return DashboardServer.start(config.host(), CUSTOMARY, config.hosts(), farm, clock);
        } catch (FarmException e) {
            if (e.code() != ErrorCode.RESOURCE) {
                throw e;
            }
            return DashboardServer.start(config.host(), 0, config.hosts(), farm, clock);
        }
    }

    /** A line for the terminal if others than this machine reach the page; else nothing. */
    public static String warning(DashboardServer page) {
        return page.warning()
                .map(text -> "WARNING     " + text + System.lineSeparator())
                .orElse("");
    }
}
