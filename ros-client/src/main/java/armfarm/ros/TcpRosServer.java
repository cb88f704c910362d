package armfarm.ros;

import armfarm.messages.DriverException;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.time.Deadline;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts the TCPROS connections of one node, from subscribers and from service clients; each is answered and then served
 * on its own thread.
 */
final class TcpRosServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TcpRosServer.class);
    private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SINGLE_REQUEST_TIMEOUT = Duration.ofSeconds(30);

    /** A peer that takes nothing for so long is gone, or as good as gone. */
    private static final Duration STUCK = Duration.ofSeconds(60);

    /** An arm has about 15 topics; keeps a runaway peer from taking all threads. */
    private static final int MAX_CONNECTIONS = 1024;

    private final NodeCore node;
    private final Registrations registrations;
    private final ServerSocket server;
    private final Set<ServedSocket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();

    TcpRosServer(NodeCore node, Registrations registrations) throws IOException {
        this.node = node;
        this.registrations = registrations;
        this.server = new ServerSocket(0, 64, node.config().host().bind());
        node.startLoop("ros-accept" + node.name(), "acceptor of node " + node.name(), this::acceptUntilClosed);
    }

    int port() {
        return server.getLocalPort();
    }

    private void acceptUntilClosed(SupervisedLoop self) {
        while (!server.isClosed()) {
            try {
                ServedSocket socket = new ServedSocket(server.accept());
                open.add(socket);
                if (open.size() > MAX_CONNECTIONS || server.isClosed()) {
                    LOG.warn("Node {} refused a TCPROS connection: {} are open", node.name(), open.size());
                    end(socket);
                } else {
                    String name = "ros-out" + node.name() + "-" + number.incrementAndGet();
                    serveOnThread(name, socket);
                }
                self.progress();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new DriverException("Node " + node.name() + " takes no connections: " + e.getMessage(), e);
                }
                LOG.debug("Node {} accepts no more: {}", node.name(), e.toString());
            }
        }
    }

    private void serveOnThread(String name, ServedSocket socket) {
        boolean started = false;
        try {
            node.threads().start(name, () -> serve(socket));
            started = true;
        } finally {
            if (!started) {
                end(socket);
            }
        }
    }

    private void serve(ServedSocket socket) {
        try {
            Map<String, String> request = socket.readHeader(Deadline.after(HEADER_TIMEOUT));
            if (request.containsKey("service")) {
                serveCalls(socket, request);
            } else {
                serveTopic(socket, request);
            }
        } catch (IOException e) {
            LOG.debug("TCPROS connection from {} ended: {}", socket.peer(), e.toString());
        } finally {
            end(socket);
        }
    }

    private void serveTopic(ServedSocket socket, Map<String, String> request) throws IOException {
        Publisher<?> publisher = registrations.publisher(request.getOrDefault("topic", ""));
        if (publisher == null) {
            refuse(socket, "node " + node.name() + " does not publish " + request.get("topic"));
            return;
        }
        String refusal = publisher.refusal(request);
        if (!refusal.isEmpty()) {
            refuse(socket, refusal);
            return;
        }
        socket.write(TcpRos.encodeHeader(publisher.header()));
        publisher.serve(socket, request.getOrDefault("callerid", "?"));
    }

    private void serveCalls(ServedSocket socket, Map<String, String> request) throws IOException {
        ServiceServer<?, ?> server = registrations.service(request.get("service"));
        if (server == null) {
            refuse(socket, "node " + node.name() + " does not offer the service " + request.get("service"));
            return;
        }
        String refusal = server.refusal(request);
        if (!refusal.isEmpty()) {
            refuse(socket, refusal);
            return;
        }
        socket.write(TcpRos.encodeHeader(server.header()));
        if (!"1".equals(request.get("probe"))) {
            boolean persistent = "1".equals(request.get("persistent"));
            socket.readTimeout(persistent ? Duration.ZERO : SINGLE_REQUEST_TIMEOUT);
            server.serve(socket, persistent);
        }
    }

    private static void refuse(ServedSocket socket, String reason) throws IOException {
        LOG.warn("Refused a connection from {}: {}", socket.peer(), reason);
        socket.write(TcpRos.encodeHeader(Map.of("error", reason)));
    }

    /** Ends the connections whose peers take nothing. */
    void endStuck() {
        for (ServedSocket socket : open) {
            if (socket.stuckFor(STUCK)) {
                LOG.warn("Peer {} has taken nothing for {} s: ending its connection", socket.peer(), STUCK.toSeconds());
                end(socket);
            }
        }
    }

    private void end(ServedSocket socket) {
        open.remove(socket);
        socket.close();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("Closing the TCPROS port: {}", e.toString());
        }
        open.forEach(this::end);
    }
}
