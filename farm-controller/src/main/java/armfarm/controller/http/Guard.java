package armfarm.controller.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.HandlerWrapper;

/**
 * Stands before everything a web server of the farm answers: refuses what {@link RequestRule} does not allow, gives every answer
 * the {@link SafeHeaders}, and keeps threads free for {@code /healthz}.
 *
 * <p>Whoever watches the farm ends it when {@code /healthz} is silent, so nothing a stranger sends may occupy all threads. Bodies
 * are read without a thread and have to be whole within {@link #BODY_PATIENCE}; what takes long to answer (the database) may
 * occupy {@link #BUSY} threads at once. The server's pool needs more than those.
 *
 * <p>Thread-safe.
 */
public final class Guard extends HandlerWrapper {
    /** Threads that may be busy with answers other than {@link #ALWAYS}. */
    public static final int BUSY = 20;

    static final int MAX_BODY = 64 << 10;
    static final Duration BODY_PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_BODIES = 256;
    private static final Set<String> ALWAYS = Set.of("/healthz", "/metrics");
    private static final String BODY = Guard.class.getName() + ".body";

    private final RequestRule rule;
    private final Semaphore busy = new Semaphore(BUSY);
    private final Semaphore bodies = new Semaphore(MAX_BODIES);

    public Guard(RequestRule rule) {
        this.rule = rule;
    }

    /** The body of a request that was let through; empty if it had none. */
    public static byte[] body(ServletRequest request) {
        return request.getAttribute(BODY) instanceof byte[] bytes ? bytes : new byte[0];
    }

    @Override
    public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) { // its body has come
            pass(target, base, request, response);
            return;
        }
        SafeHeaders.ALL.forEach(response::setHeader);
        Optional<RequestRule.Refusal> refusal = rule.check(request.getMethod(), name -> headers(request, name));
        if (refusal.isPresent()) {
            base.setHandled(true);
            JsonErrors.answer(response, refusal.get().status(), refusal.get().reason());
        } else if (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null) {
            base.setHandled(true);
            readBody(request, response);
        } else {
            pass(target, base, request, response);
        }
    }

    private void pass(String target, Request base, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (ALWAYS.contains(target)) {
            super.handle(target, base, request, response);
            return;
        }
        if (!busy.tryAcquire()) {
            base.setHandled(true);
            response.setHeader("Retry-After", "1");
            JsonErrors.answer(response, 503, "Too many questions at once (" + BUSY + "); ask again in a moment");
            return;
        }
        try {
            super.handle(target, base, request, response);
        } finally {
            busy.release();
        }
    }

    private void readBody(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getContentLengthLong() > MAX_BODY) {
            JsonErrors.answer(response, 413, BodyReader.tooLong());
        } else if (!bodies.tryAcquire()) {
            response.setHeader("Retry-After", "1");
            JsonErrors.answer(response, 503, "Too many bodies at once (" + MAX_BODIES + "); ask again in a moment");
        } else {
            AsyncContext async = request.startAsync();
            async.setTimeout(BODY_PATIENCE.toMillis());
            BodyReader reader = new BodyReader(async, bytes -> request.setAttribute(BODY, bytes), bodies::release);
            async.addListener(reader);
            request.getInputStream().setReadListener(reader);
        }
    }

    private static List<String> headers(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name));
    }
}
