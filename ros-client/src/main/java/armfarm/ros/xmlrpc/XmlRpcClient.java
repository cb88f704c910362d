package armfarm.ros.xmlrpc;

import armfarm.messages.time.Deadline;
import armfarm.ros.net.TimedSocket;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Calls methods of one XML-RPC server. Each call opens its own connection, so that nothing is left behind when a peer
 * goes away, and is sent once: the JDK's HTTP client repeats a POST by itself, and lets a peer that drips its answer take
 * for ever. Thread-safe.
 */
public final class XmlRpcClient {
    /** Far above any ROS answer; a whole parameter tree is some hundred KiB. */
    static final int MAX_DOCUMENT_BYTES = 8 << 20;

    private static final int DEFAULT_PORT = 80;

    private final URI server;
    private final Duration timeout;

    /** @param timeout for a whole call */
    public XmlRpcClient(URI server, Duration timeout) {
        this.server = server;
        this.timeout = timeout;
    }

    /**
     * Blocks until the answer is there or the timeout passed.
     *
     * @throws XmlRpcFault if the server refused the call
     * @throws IOException if the server cannot be reached in time or does not answer in XML-RPC
     */
    public Object call(String method, Object... params) throws IOException {
        byte[] request = request(XmlRpcCodec.encodeCall(new XmlRpcCall(method, List.of(params))));
        Deadline deadline = Deadline.after(timeout);
        try (TimedSocket socket = TimedSocket.connect(address(), deadline)) {
            socket.write(request, deadline);
            BufferedInputStream in = new BufferedInputStream(socket.input(deadline));
            return XmlRpcCodec.decodeResponse(HttpResponse.readBody(in, MAX_DOCUMENT_BYTES));
        }
    }

    private InetSocketAddress address() throws MalformedURLException {
        if (!"http".equals(server.getScheme()) || server.getHost() == null) {
            throw new MalformedURLException(
                    "'" + server + "' is not the address of a node: expected http://host:port/");
        }
        String host = server.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new InetSocketAddress(bare, server.getPort() < 0 ? DEFAULT_PORT : server.getPort());
    }

    private byte[] request(byte[] body) {
        String path = server.getRawPath() == null || server.getRawPath().isEmpty() ? "/" : server.getRawPath();
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: " + server.getRawAuthority()
                        + "\r\nUser-Agent: Armfarm\r\nConnection: close\r\nContent-Type: text/xml\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream all = new ByteArrayOutputStream(head.length + body.length);
        all.writeBytes(head);
        all.writeBytes(body);
        return all.toByteArray();
    }
}
