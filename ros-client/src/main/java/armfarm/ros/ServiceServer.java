package armfarm.ros;

import armfarm.ros.messages.MessageFormatException;
import armfarm.ros.messages.ServiceType;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the calls of one service. Each client has a thread of its own, so the handler may run several times at once. A
 * handler that throws is answered to the caller as an error with the exception's message. Thread-safe.
 */
public final class ServiceServer<Q, A> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceServer.class);

    /** What stands before an answer, and before the text of an error. */
    private static final byte OK = 1;

    private static final byte FAILED = 0;

    private final NodeCore node;
    private final GraphName service;
    private final ServiceType<Q, A> type;
    private final Function<Q, A> handler;
    private final Consumer<ServiceServer<?, ?>> withdraw;
    private final Set<ServedSocket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean closed;

    /** @param withdraw takes it from the master */
    ServiceServer(
            NodeCore node,
            GraphName service,
            ServiceType<Q, A> type,
            Function<Q, A> handler,
            Consumer<ServiceServer<?, ?>> withdraw) {
        this.node = node;
        this.service = service;
        this.type = type;
        this.handler = handler;
        this.withdraw = withdraw;
    }

    public GraphName service() {
        return service;
    }

    public ServiceType<Q, A> type() {
        return type;
    }

    /** Calls since the start, failed ones included. */
    public long callCount() {
        return calls.get();
    }

    /** Calls that were answered with an error: unreadable requests and handlers that threw. */
    public long failedCount() {
        return failures.get();
    }

    /** @return why the client that sent this header cannot be served; empty if it can */
    String refusal(Map<String, String> request) {
        String sum = request.getOrDefault("md5sum", "");
        if (sum.equals("*") || sum.equals(type.md5())) {
            return "";
        }
        return "service " + service + ": client " + request.get("callerid") + " expects "
                + request.getOrDefault("type", "a type") + " with md5 " + sum + ", server " + node.name() + " has "
                + type.name() + " with md5 " + type.md5() + "; both sides need the same definition";
    }

    Map<String, String> header() {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("callerid", node.name().path());
        header.put("service", service.path());
        header.put("type", type.name());
        header.put("md5sum", type.md5());
        header.put("request_type", type.request().name());
        header.put("response_type", type.response().name());
        return header;
    }

    /** Answers a client whose header was answered, on the calling thread: once, or until the link ends. */
    void serve(ServedSocket client, boolean persistent) throws IOException {
        clients.add(client);
        try {
            BlockReader requests = new BlockReader(client.input(), TcpRos.MAX_MESSAGE_BYTES);
            do {
                client.write(answer(requests.read()));
            } while (persistent && !closed);
        } catch (EOFException e) {
            LOG.debug("Client of {} has gone", service);
        } finally {
            clients.remove(client);
        }
    }

    private byte[] answer(byte[] request) {
        calls.incrementAndGet();
        try {
            byte[] answer = type.response()
                    .serializeWithLength(handler.apply(type.request().deserialize(request)));
            byte[] reply = new byte[1 + answer.length];
            reply[0] = OK;
            System.arraycopy(answer, 0, reply, 1, answer.length);
            return reply;
        } catch (MessageFormatException | RuntimeException e) {
            failures.incrementAndGet();
            LOG.info("Service {} answers a call with an error: {}", service, e.toString());
            return failed(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static byte[] failed(String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] reply = new byte[5 + text.length];
        reply[0] = FAILED;
        for (int i = 0; i < 4; i++) {
            reply[1 + i] = (byte) (text.length >>> (8 * i));
        }
        System.arraycopy(text, 0, reply, 5, text.length);
        return reply;
    }

    void closeConnections() {
        closed = true;
        clients.forEach(ServedSocket::close);
    }

    /** Withdraws the service from the master and ends all connections; a handler that already runs still finishes. */
    @Override
    public void close() {
        withdraw.accept(this);
    }
}
