package armfarm.drivers.ros.xmlrpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Calls methods of one XML-RPC server. Each call opens its own connection, so that nothing is left behind when a peer
 * goes away. Thread-safe.
 */
public final class XmlRpcClient {
    /** Far above any ROS answer; a whole parameter tree is some hundred KiB. */
    static final int MAX_DOCUMENT_BYTES = 8 << 20;

    private final URI server;
    private final Duration timeout;

    /** @param timeout for connecting and for each read of the answer */
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
        HttpURLConnection http = (HttpURLConnection) server.toURL().openConnection(Proxy.NO_PROXY);
        int timeoutMillis = Math.toIntExact(Math.max(1, timeout.toMillis()));
        http.setConnectTimeout(timeoutMillis);
        http.setReadTimeout(timeoutMillis);
        http.setInstanceFollowRedirects(false);
        http.setRequestMethod("POST");
        http.setRequestProperty("Content-Type", "text/xml");
        http.setRequestProperty("Connection", "close");
        http.setDoOutput(true);
        byte[] request = XmlRpcCodec.encodeCall(new XmlRpcCall(method, List.of(params)));
        http.setFixedLengthStreamingMode(request.length);
        try {
            try (OutputStream out = http.getOutputStream()) {
                out.write(request);
            }
            return XmlRpcCodec.decodeResponse(readAnswer(http));
        } finally {
            http.disconnect();
        }
    }

    private byte[] readAnswer(HttpURLConnection http) throws IOException {
        if (http.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new ProtocolException(server + " answered HTTP " + http.getResponseCode() + ", expected 200");
        }
        try (InputStream in = http.getInputStream()) {
            byte[] answer = in.readNBytes(MAX_DOCUMENT_BYTES + 1);
            if (answer.length > MAX_DOCUMENT_BYTES) {
                throw new ProtocolException(server + " answered more than " + MAX_DOCUMENT_BYTES + " bytes");
            }
            return answer;
        }
    }
}
