package armfarm.ros.xmlrpc;

import armfarm.messages.time.Deadline;
import armfarm.ros.net.DeadlineInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Reads one HTTP/1.x POST from a socket and writes its answer. One request per connection. */
final class HttpRequest {
    private HttpRequest() {}

    /** A request that gets an HTTP error instead of an XML-RPC answer. */
    static final class Refused extends ProtocolException {
        private static final long serialVersionUID = 1L;

        private final String status;

        Refused(String status) {
            super(status);
            this.status = status;
        }

        String status() {
            return status;
        }
    }

    /**
     * Reads to the end of the body, until the deadline.
     *
     * @throws Refused if this is not a POST of known and acceptable length
     * @throws IOException if the connection ends or stalls before
     */
    static byte[] readBody(Socket socket, int maxBytes, Deadline deadline) throws IOException {
        InputStream in = new BufferedInputStream(new DeadlineInputStream(socket, deadline));
        HttpHead head = readHead(in);
        if (!head.firstLine().matches("POST \\S+ HTTP/1\\.[01]")) {
            throw new Refused("405 Only POST");
        }
        long length = length(head.header("content-length").orElseThrow(() -> new Refused("411 Length required")));
        if (length > maxBytes) {
            throw new Refused("413 More than " + maxBytes + " bytes");
        }
        if (head.header("expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
            socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        byte[] body = in.readNBytes((int) length);
        if (body.length < length) {
            throw new ProtocolException("connection ended after " + body.length + " of " + length + " bytes");
        }
        return body;
    }

    private static HttpHead readHead(InputStream in) throws IOException {
        try {
            return HttpHead.read(in);
        } catch (HttpHead.TooLong e) {
            throw new Refused("431 Head too long");
        }
    }

    private static long length(String digits) throws Refused {
        if (!digits.matches("\\d{1,18}")) {
            throw new Refused("400 Content-Length is not a number");
        }
        return Long.parseLong(digits);
    }

    static void answer(Socket socket, String status, byte[] body) throws IOException {
        byte[] head = ("HTTP/1.1 " + status + "\r\nServer: Armfarm\r\nConnection: close\r\nContent-Type: text/xml\r\n"
                        + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream all = new ByteArrayOutputStream(head.length + body.length);
        all.write(head);
        all.write(body);
        OutputStream out = socket.getOutputStream();
        out.write(all.toByteArray());
        out.flush();
        socket.shutdownOutput();
    }
}
