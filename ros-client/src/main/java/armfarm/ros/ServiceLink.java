package armfarm.ros;

import armfarm.messages.time.Deadline;
import armfarm.ros.messages.ServiceType;
import armfarm.ros.net.TimedSocket;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A client's connection to one service server. Confined to one thread, but for {@link #close}.
 *
 * <p>Source: ROS wiki, "ROS/TCPROS", service connections.
 */
final class ServiceLink implements Closeable {
    private final GraphName service;
    private final URI server;
    private final TimedSocket socket;

    private ServiceLink(GraphName service, URI server, TimedSocket socket) {
        this.service = service;
        this.server = server;
        this.socket = socket;
    }

    /**
     * Connects and compares the types.
     *
     * @param server as the master gave it, rosrpc://host:port
     * @param header what the client says about itself
     * @throws ServiceException UNAVAILABLE or TYPE_MISMATCH
     */
    static ServiceLink open(
            GraphName service, ServiceType<?, ?> type, URI server, Map<String, String> header, Deadline deadline) {
        if (server.getHost() == null || server.getPort() < 1) {
            throw new ServiceException(
                    ServiceException.Cause.UNAVAILABLE,
                    "Service " + service + " is registered at '" + server + "', expected rosrpc://host:port; restart"
                            + " the node that offers it");
        }
        TimedSocket socket = null;
        try {
            socket = TimedSocket.connect(new InetSocketAddress(server.getHost(), server.getPort()), deadline);
            socket.write(TcpRos.encodeHeader(header), deadline);
            check(service, type, server, TcpRos.readHeader(socket.input(deadline)));
            return new ServiceLink(service, server, socket);
        } catch (IOException e) {
            close(socket);
            throw new ServiceException(
                    ServiceException.Cause.UNAVAILABLE,
                    "Service " + service + " at " + server + " cannot be reached: " + e.getMessage()
                            + "; check that its node runs and that this machine resolves and reaches that address",
                    e);
        } catch (ServiceException e) {
            close(socket);
            throw e;
        }
    }

    private static void check(GraphName service, ServiceType<?, ?> type, URI server, Map<String, String> answer) {
        String error = answer.get("error");
        String sum = answer.getOrDefault("md5sum", type.md5());
        if (error == null && (sum.equals(type.md5()) || sum.equals("*"))) {
            return;
        }
        String found = error == null
                ? "it has type " + answer.getOrDefault("type", "?") + " with md5 " + sum
                : "it answered '" + error + "'";
        throw new ServiceException(
                ServiceException.Cause.TYPE_MISMATCH,
                "Service " + service + " at " + server + " refused the connection: " + found + ", expected "
                        + type.name() + " with md5 " + type.md5() + "; both sides need the same definition");
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @param request with its length in front
     * @throws ServiceException REFUSED, TIMED_OUT or LINK_LOST
     */
    byte[] call(byte[] request, Deadline deadline) {
        try {
            socket.write(request, deadline);
            InputStream in = socket.input(deadline);
            int ok = in.read();
            if (ok < 0) {
                throw new ProtocolException("the server ended the connection");
            }
            byte[] answer = new BlockReader(in, TcpRos.MAX_MESSAGE_BYTES).read();
            if (ok == 0) {
                throw new ServiceException(
                        ServiceException.Cause.REFUSED,
                        "Service " + service + " at " + server + " answered with an error: '"
                                + new String(answer, StandardCharsets.UTF_8) + "'");
            }
            return answer;
        } catch (SocketTimeoutException e) {
            throw new ServiceException(
                    ServiceException.Cause.TIMED_OUT,
                    "Service " + service + " at " + server + " did not answer: " + e.getMessage()
                            + "; it may still act on the request",
                    e);
        } catch (IOException e) {
            throw new ServiceException(
                    ServiceException.Cause.LINK_LOST,
                    "Service " + service + " at " + server + " ended the call without an answer: " + e.getMessage()
                            + "; it may have acted on the request",
                    e);
        }
    }

    /** Whether the server has hung up. */
    boolean ended() {
        return socket.ended();
    }

    @Override
    public void close() {
        close(socket);
    }

    private static void close(TimedSocket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // Nothing more will be read or written.
            return;
        }
    }
}
