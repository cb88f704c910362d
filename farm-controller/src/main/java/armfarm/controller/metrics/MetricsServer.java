package armfarm.controller.metrics;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * For a process of the farm without a page: {@code /metrics} for Prometheus, and {@code /healthz} for whoever starts it again,
 * 200 while all is well and 503 with the reason while it is not. Nothing can be changed through it.
 *
 * <p>Thread-safe.
 */
public final class MetricsServer implements AutoCloseable {
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads;

    private MetricsServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts to serve; returns once the port is open.
     *
     * @param host address to listen on; 127.0.0.1 unless Prometheus runs elsewhere
     * @param port 0 takes a free one
     * @param fault why this process is of no use any more, if it is; asked at every request, must not block
     * @throws FarmException (RESOURCE) if the port is in use
     */
    public static MetricsServer start(String host, int port, FarmMetrics metrics, Supplier<Optional<String>> fault) {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Metrics cannot be served on " + host + ":" + port + " (" + e.getMessage()
                            + "): the port is in use by another program, or is not allowed. Choose another (0 takes a free"
                            + " one), or find the owner with 'ss -ltnp sport = :" + port + "'.",
                    e);
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "metrics");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, metrics, fault));
        server.start();
        return new MetricsServer(server, threads);
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + "/");
    }

    private static void answer(HttpExchange exchange, FarmMetrics metrics, Supplier<Optional<String>> fault)
            throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")
                    && !exchange.getRequestMethod().equals("HEAD")) {
                send(exchange, 405, "text/plain", "Only GET.\n");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/metrics" -> {
                    FarmMetrics.Page page =
                            metrics.page(exchange.getRequestHeaders().getFirst("Accept"));
                    send(exchange, 200, page.contentType(), page.text());
                }
                case "/healthz" -> {
                    Optional<String> found = fault.get();
                    send(exchange, found.isPresent() ? 503 : 200, "text/plain", found.orElse("ok") + "\n");
                }
                default -> send(exchange, 404, "text/plain", "There is /metrics and /healthz.\n");
            }
        } catch (RuntimeException e) {
            send(exchange, 500, "text/plain", e.getMessage() + "\n");
        }
    }

    private static void send(HttpExchange exchange, int status, String contentType, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** Stops at once; a scrape under way is cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
