package armfarm.controller.roles;

import armfarm.controller.base.OpenParts;
import armfarm.controller.config.FarmConfig.PageConfig;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.controller.metrics.MetricsServer;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.util.Optional;
import java.util.function.Supplier;

/** What a process without a page tells Prometheus and whoever starts it again: at the address of the page, where that is free. */
final class RoleMetrics {
    private RoleMetrics() {}

    /**
     * Serves from now on until the parts are closed.
     *
     * @param role the command that runs here
     * @param fault why the process is of no use any more, if it is
     */
    static FarmMetrics serve(RoleSetup setup, OpenParts parts, String role, Supplier<Optional<FarmException>> fault) {
        FarmMetrics metrics =
                FarmMetrics.of(role).disk(setup.folder().root(), setup.config().minFreeDiskMegabytes());
        metrics.loops(setup.supervision());
        Supplier<Optional<String>> reason =
                () -> fault.get().or(setup.supervision()::fault).map(FarmException::getMessage);
        MetricsServer server = parts.open(start(setup, metrics, reason));
        setup.say().accept("Metrics at " + server.uri() + "metrics");
        return metrics;
    }

    /** Processes of one machine and one configuration would all want the same port: the later ones take a free one. */
    private static MetricsServer start(RoleSetup setup, FarmMetrics metrics, Supplier<Optional<String>> fault) {
        PageConfig page = setup.config().page();
        try {
            return MetricsServer.start(page.host(), page.port(), page.hosts(), metrics, fault);
        } catch (FarmException e) {
            if (e.code() != ErrorCode.RESOURCE || page.port() == 0) {
                throw e;
            }
            return MetricsServer.start(page.host(), 0, page.hosts(), metrics, fault);
        }
    }
}
