package armfarm.controller.http;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A web server with a few fixed texts to read, behind the {@link Guard}. Nothing can be changed through it; a request that comes
 * slowly occupies no thread. Thread-safe.
 */
public final class SmallServer implements AutoCloseable {
    private static final int THREADS = Guard.BUSY + 8;

    private final Server server;
    private final String host;

    private SmallServer(Server server, String host) {
        this.server = server;
        this.host = host;
    }

    /** What is answered. */
    public record Answer(int status, String contentType, String text) {}

    /**
     * Starts to serve; returns once the port is open.
     *
     * @param name of its threads
     * @param port 0 takes a free one
     * @param moreNames as in {@link RequestRule#of}
     * @param answers by path, from the {@code Accept} header, which may be null; must not block
     * @throws FarmException (RESOURCE) if it cannot listen there; the message is the cause's alone
     */
    public static SmallServer start(
            String name,
            String host,
            int port,
            Collection<String> moreNames,
            Map<String, Function<String, Answer>> answers) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName(name);
        threads.setDaemon(true);
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server, 0, 1);
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        server.setErrorHandler(new JsonErrors());
        server.setStopTimeout(0);
        Guard guard = new Guard(RequestRule.of(host, moreNames));
        guard.setHandler(new Texts(answers));
        server.setHandler(guard);
        try {
            server.start();
        } catch (Exception e) { // as Jetty declares it
            stop(server);
            throw new FarmException(ErrorCode.RESOURCE, String.valueOf(e.getMessage()), e);
        }
        return new SmallServer(server, host);
    }

    /** Where it listens. */
    public URI uri() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + shown + ":" + ((ServerConnector) server.getConnectors()[0]).getLocalPort() + "/");
    }

    /** Stops at once; an answer under way is cut off. */
    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) { // as Jetty declares it
            throw new FarmException(ErrorCode.BUG, "A web server does not stop: " + e.getMessage(), e);
        }
    }

    private static final class Texts extends AbstractHandler {
        private final Map<String, Function<String, Answer>> answers;

        Texts(Map<String, Function<String, Answer>> answers) {
            this.answers = new TreeMap<>(answers);
        }

        @Override
        public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            base.setHandled(true);
            Function<String, Answer> found = answers.get(target);
            if (found == null) {
                JsonErrors.answer(response, 404, "There is " + String.join(" and ", answers.keySet()));
            } else if (!request.getMethod().equals("GET")
                    && !request.getMethod().equals("HEAD")) {
                response.setHeader("Allow", "GET, HEAD");
                JsonErrors.answer(response, 405, "Only GET");
            } else if (request.getQueryString() != null) {
                JsonErrors.answer(
                        response, 400, "Found the parameters '" + request.getQueryString() + "', expected none");
            } else {
                Answer answer = found.apply(request.getHeader("Accept"));
                byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
                response.setStatus(answer.status());
                response.setContentType(answer.contentType());
                response.setContentLength(body.length);
                response.getOutputStream().write(body);
            }
        }
    }
}
