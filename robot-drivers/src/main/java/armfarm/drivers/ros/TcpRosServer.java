package armfarm.drivers.ros;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts subscribers' TCPROS connections of one node; each is answered and then served on its own thread. */
final class TcpRosServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TcpRosServer.class);
    private static final int HEADER_TIMEOUT_MILLIS = 5000;

    /** An arm has about 15 topics; keeps a runaway peer from taking all threads. */
    private static final int MAX_CONNECTIONS = 1024;

    private final RosNode node;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();

    TcpRosServer(RosNode node, RosHost host) throws IOException {
        this.node = node;
        this.server = new ServerSocket(0, 64, host.bind());
        node.threads().start("ros-accept" + node.name(), this::acceptUntilClosed);
    }

    int port() {
        return server.getLocalPort();
    }

    private void acceptUntilClosed() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                if (open.size() > MAX_CONNECTIONS || server.isClosed()) {
                    LOG.warn("Node {} refused a TCPROS connection: {} are open", node.name(), open.size());
                    closeQuietly(socket);
                } else {
                    String name = "ros-out" + node.name() + "-" + number.incrementAndGet();
                    node.threads().start(name, () -> serve(socket));
                }
            } catch (IOException e) {
                LOG.debug("Node {} accepts no more: {}", node.name(), e.toString());
            }
        }
    }

    private void serve(Socket socket) {
        try {
            TcpRos.prepare(socket);
            socket.setSoTimeout(HEADER_TIMEOUT_MILLIS);
            Map<String, String> request = TcpRos.readHeader(new DataInputStream(socket.getInputStream()));
            Publisher<?> publisher = node.publisher(request.getOrDefault("topic", ""));
            String refusal = publisher == null
                    ? "node " + node.name() + " does not publish " + request.get("topic")
                    : publisher.refusal(request);
            if (publisher == null || !refusal.isEmpty()) {
                LOG.warn("Refused a subscriber: {}", refusal);
                socket.getOutputStream().write(TcpRos.encodeHeader(Map.of("error", refusal)));
            } else {
                socket.getOutputStream().write(TcpRos.encodeHeader(publisher.header()));
                publisher.serve(socket, request.getOrDefault("callerid", "?"));
            }
        } catch (IOException e) {
            LOG.debug("TCPROS connection from {} ended: {}", socket.getRemoteSocketAddress(), e.toString());
        } finally {
            closeQuietly(socket);
        }
    }

    private void closeQuietly(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Closing a TCPROS connection: {}", e.toString());
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("Closing the TCPROS port: {}", e.toString());
        }
        open.forEach(this::closeQuietly);
    }
}
