package armfarm.controller.dashboard;

import armfarm.controller.base.LoopLog;
import armfarm.messages.supervision.Supervision;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the status to every open page once a second. The status is made once for all; a page that reads too slowly
 * misses snapshots and never holds up another page. Thread-safe.
 */
final class StatusStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusStream.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /** Each open page may occupy one thread while it reads slowly. */
    private static final int MAX_CLIENTS = 64;

    private final Supplier<String> statusJson;
    private final Map<SseClient, AtomicBoolean> sendingByClient = new ConcurrentHashMap<>();
    private final Supervision loops = LoopLog.supervision(InstantSource.system());
    private final ExecutorService senders = Executors.newCachedThreadPool(daemon("page-sender"));
    private volatile boolean broken;

    StatusStream(Supplier<String> statusJson) {
        this.statusJson = statusJson;
    }

    void start() {
        loops.every(PERIOD, "status for open pages", this::tick).start();
    }

    /** What sends the status, and how it is. */
    Supervision loops() {
        return loops;
    }

    /** Takes a new page in and sends it the status at once. */
    void add(SseClient client) {
        if (sendingByClient.size() >= MAX_CLIENTS) {
            client.sendEvent("trouble", "Too many pages are open (" + MAX_CLIENTS + "). Close some.");
            client.close();
            return;
        }
        client.keepAlive();
        client.onClose(() -> sendingByClient.remove(client));
        AtomicBoolean sending = new AtomicBoolean(true);
        sendingByClient.put(client, sending);
        Message message = message();
        client.sendEvent(message.event(), message.data());
        sending.set(false);
    }

    private void tick() {
        if (sendingByClient.isEmpty()) {
            return;
        }
        Message message = message();
        sendingByClient.forEach((client, sending) -> {
            if (client.terminated()) {
                sendingByClient.remove(client);
            } else if (sending.compareAndSet(false, true)) {
                send(client, sending, message);
            }
        });
    }

    private void send(SseClient client, AtomicBoolean sending, Message message) {
        try {
            senders.execute(() -> {
                try {
                    client.sendEvent(message.event(), message.data());
                } finally {
                    sending.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The page is closing: {}", e.getMessage());
        }
    }

    /** A farm that cannot tell its status is news for the page too; the stream goes on. */
    private Message message() {
        try {
            String status = statusJson.get();
            broken = false;
            return new Message("status", status);
        } catch (RuntimeException e) {
            if (!broken) {
                LOG.warn("The farm's status is not available", e);
            }
            broken = true;
            return new Message("trouble", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        loops.close();
        sendingByClient.keySet().forEach(SseClient::close);
        senders.shutdownNow();
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private record Message(String event, String data) {}
}
