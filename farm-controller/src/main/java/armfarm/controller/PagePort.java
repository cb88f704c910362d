package armfarm.controller;

import armfarm.controller.config.FarmConfig.PageConfig;
import armfarm.controller.dashboard.DashboardServer;
import armfarm.controller.dashboard.FarmView;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.time.InstantSource;

/** Opens the page on the port asked for or, if none was, on 8080 or any free one. */
public final class PagePort {
    private static final int CUSTOMARY = 8080;

    private PagePort() {}

    public static DashboardServer open(PageConfig config, FarmView farm, InstantSource clock) {
        if (config.port() != 0) {
            return DashboardServer.start(config.host(), config.port(), farm, clock);
        }
        try {
            return DashboardServer.start(config.host(), CUSTOMARY, farm, clock);
        } catch (FarmException e) {
            if (e.code() != ErrorCode.RESOURCE) {
                throw e;
            }
            return DashboardServer.start(config.host(), 0, farm, clock);
        }
    }
}
