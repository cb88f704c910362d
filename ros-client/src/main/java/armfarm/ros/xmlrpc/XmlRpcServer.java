package armfarm.ros.xmlrpc;

import armfarm.messages.DriverException;
import armfarm.messages.supervision.FailureText;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import armfarm.messages.time.Deadline;
import armfarm.ros.loops.RosLoops;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers XML-RPC calls over HTTP, one call per connection. Methods run on the server's own daemon threads, several at a
 * time, and should be quick. Anything that is not a call of a known method gets an error and is otherwise ignored; when
 * too many connections are open, the oldest is closed.
 *
 * <p>Not on com.sun.net.httpserver: with one call per connection it reset about 2 % of them (JDK 17.0, measured with 400
 * masters), and it cannot time out a peer that stalls. Thread-safe.
 */
public final class XmlRpcServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(XmlRpcServer.class);

    /** A farm's master sees a few calls at a time. */
    private static final int MAX_CONNECTIONS = 128;

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);
    private static final int THREADS_END_MILLIS = 500;

    /** Implementation of one method. */
    public interface Method {
        /** @return a value that {@link XmlRpcCodec} can encode */
        Object call(XmlRpcCall call) throws XmlRpcFault;
    }

    private static final LoopOptions OPTIONS = LoopOptions.defaults()
            .withPauses(Duration.ofMillis(100), Duration.ofSeconds(5))
            .withoutSilenceLimit()
            .notInterrupted(Duration.ofMillis(500));

    private final Supervision loops = RosLoops.of();
    private final ServerSocket server;
    private final ThreadPoolExecutor threads;
    private final Map<String, Method> methods;
    private final Set<Socket> open = new LinkedHashSet<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private XmlRpcServer(String name, ServerSocket server, Map<String, Method> methods) {
        AtomicInteger number = new AtomicInteger();
        this.server = server;
        this.methods = Map.copyOf(methods);
        this.threads =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-xmlrpc-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Starts answering.
     *
     * @param name of its threads
     * @param address port 0 takes a free one
     * @throws IOException if the address is not available
     */
    public static XmlRpcServer start(String name, InetSocketAddress address, Map<String, Method> methods)
            throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, MAX_CONNECTIONS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        XmlRpcServer server = new XmlRpcServer(name, socket, methods);
        server.loops
                .loop("acceptor of " + name, server::acceptUntilClosed, OPTIONS)
                .start();
        return server;
    }

    /** What takes the calls, and how it is. */
    public Supervision loops() {
        return loops;
    }

    public int port() {
        return server.getLocalPort();
    }

    private void acceptUntilClosed(SupervisedLoop self) {
        while (!closed.get()) {
            try {
                Socket socket = server.accept();
                if (admit(socket)) {
                    threads.execute(() -> serve(socket));
                }
                self.progress();
            } catch (IOException | RejectedExecutionException e) {
                if (!closed.get()) {
                    throw new DriverException("XML-RPC port " + port() + " takes no calls: " + e.getMessage(), e);
                }
                LOG.debug("XML-RPC port {}: {}", port(), e.toString());
            }
        }
    }

    private boolean admit(Socket socket) {
        synchronized (open) {
            if (closed.get()) {
                closeQuietly(socket);
                return false;
            }
            open.add(socket);
            if (open.size() > MAX_CONNECTIONS) {
                Socket oldest = open.iterator().next();
                open.remove(oldest);
                closeQuietly(oldest);
            }
            return true;
        }
    }

    private void serve(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            byte[] request =
                    HttpRequest.readBody(socket, XmlRpcClient.MAX_DOCUMENT_BYTES, Deadline.after(READ_TIMEOUT));
            HttpRequest.answer(socket, "200 OK", respond(request));
        } catch (HttpRequest.Refused e) {
            refuse(socket, e.status());
        } catch (IOException e) {
            LOG.debug("XML-RPC connection from {} ended: {}", socket.getRemoteSocketAddress(), e.toString());
        } finally {
            synchronized (open) {
                open.remove(socket);
            }
            closeQuietly(socket);
        }
    }

    private static void refuse(Socket socket, String status) {
        try {
            HttpRequest.answer(socket, status, new byte[0]);
        } catch (IOException e) {
            LOG.debug("XML-RPC peer left before it was told '{}'", status);
        }
    }

    private byte[] respond(byte[] request) {
        try {
            XmlRpcCall call = XmlRpcCodec.decodeCall(request);
            return XmlRpcCodec.encodeResponse(call.method().equals("system.multicall") ? callAll(call) : invoke(call));
        } catch (XmlRpcFault fault) {
            return XmlRpcCodec.encodeFault(fault);
        } catch (ProtocolException e) {
            return XmlRpcCodec.encodeFault(new XmlRpcFault(400, e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOG.warn("XML-RPC method failed", e);
            return XmlRpcCodec.encodeFault(new XmlRpcFault(500, "internal error: " + FailureText.of(e)));
        }
    }

    private Object invoke(XmlRpcCall call) throws XmlRpcFault {
        Method method = methods.get(call.method());
        if (method == null) {
            throw new XmlRpcFault(404, "no method '" + call.method() + "' here");
        }
        return method.call(call);
    }

    /** Several calls in one, as rospy nodes unregister: each answer is a list of one value, or a fault struct. */
    private List<Object> callAll(XmlRpcCall multicall) throws XmlRpcFault {
        List<Object> answers = new ArrayList<>();
        for (Object item : multicall.param(0, List.class)) {
            try {
                answers.add(List.of(invoke(singleCall(item))));
            } catch (XmlRpcFault fault) {
                answers.add(Map.of("faultCode", fault.faultCode(), "faultString", fault.getMessage()));
            }
        }
        return answers;
    }

    private static XmlRpcCall singleCall(Object item) throws XmlRpcFault {
        if (item instanceof Map<?, ?> call
                && call.get("methodName") instanceof String method
                && call.get("params") instanceof List<?> params) {
            return new XmlRpcCall(method, List.copyOf(params));
        }
        throw new XmlRpcFault(400, "system.multicall: each call is a struct of methodName and params");
    }

    /** Stops at once and waits at most half a second for running methods. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        closeQuietly(server);
        synchronized (open) {
            open.forEach(XmlRpcServer::closeQuietly);
        }
        threads.shutdownNow();
        loops.close();
        try {
            if (!threads.awaitTermination(THREADS_END_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("An XML-RPC method still runs after its server closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.debug("Closing a socket: {}", e.toString());
        }
    }
}
