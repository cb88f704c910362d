package armfarm.controller.metrics;

import armfarm.controller.http.SmallServer;
import armfarm.controller.http.SmallServer.Answer;
import armfarm.messages.FarmException;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * For a process of the farm without a page: {@code /metrics} for Prometheus, and {@code /healthz} for whoever starts it again,
 * 200 while all is well and 503 with the reason while it is not. Nothing can be changed through it.
 *
 * <p>Thread-safe.
 */
public final class MetricsServer implements AutoCloseable {
    private final SmallServer server;

    private MetricsServer(SmallServer server) {
        this.server = server;
    }

    /**
     * Starts to serve; returns once the port is open.
     *
     * @param host address to listen on; 127.0.0.1 unless Prometheus runs elsewhere
     * @param port 0 takes a free one
     * @param names under which it may be asked besides its addresses, as {@code page.hosts}
     * @param fault why this process is of no use any more, if it is; asked at every request, must not block
     * @throws FarmException (RESOURCE) if the port is in use
     */
    public static MetricsServer start(
            String host, int port, Collection<String> names, FarmMetrics metrics, Supplier<Optional<String>> fault) {
        try {
            return new MetricsServer(SmallServer.start(
                    "metrics",
                    host,
                    port,
                    names,
                    Map.of("/metrics", accept -> page(metrics, accept), "/healthz", accept -> health(fault.get()))));
        } catch (FarmException e) {
            throw new FarmException(
                    e.code(),
                    "Metrics cannot be served on " + host + ":" + port + " (" + e.getMessage()
                            + "): the port is in use by another program, or is not allowed. Choose another (0 takes a free"
                            + " one), or find the owner with 'ss -ltnp sport = :" + port + "'.",
                    e);
        }
    }

    /** Where it listens. */
    public URI uri() {
        return server.uri();
    }

    private static Answer page(FarmMetrics metrics, String accept) {
        FarmMetrics.Page page = metrics.page(accept);
        return new Answer(200, page.contentType(), page.text());
    }

    private static Answer health(Optional<String> fault) {
        return new Answer(fault.isPresent() ? 503 : 200, "text/plain", fault.orElse("ok") + "\n");
    }

    /** Stops at once; a scrape under way is cut off. */
    @Override
    public void close() {
        server.close();
    }
}
