package armfarm.drivers.ros.xmlrpc;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads one HTTP/1.x POST from a socket and writes its answer. One request per connection. */
final class HttpRequest {
    private static final int MAX_HEAD_BYTES = 16 << 10;

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
     * Reads to the end of the body.
     *
     * @throws Refused if this is not a POST of known and acceptable length
     * @throws IOException if the connection ends or stalls before
     */
    static byte[] readBody(Socket socket, int maxBytes) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        String[] head = readHead(in).split("\r?\n");
        if (!head[0].matches("POST \\S+ HTTP/1\\.[01]")) {
            throw new Refused("405 Only POST");
        }
        long length = -1;
        for (String line : head) {
            String header = line.toLowerCase(Locale.ROOT).replace(" ", "");
            if (header.startsWith("content-length:")) {
                length = length(header.substring("content-length:".length()));
            } else if (header.equals("expect:100-continue")) {
                socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        if (length < 0) {
            throw new Refused("411 Length required");
        }
        if (length > maxBytes) {
            throw new Refused("413 More than " + maxBytes + " bytes");
        }
        byte[] body = in.readNBytes((int) length);
        if (body.length < length) {
            throw new ProtocolException("connection ended after " + body.length + " of " + length + " bytes");
        }
        return body;
    }

    private static long length(String digits) throws Refused {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new Refused("400 Content-Length is not a number");
        }
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0) {
                throw new ProtocolException("connection ended inside the HTTP head");
            }
            if (head.size() == MAX_HEAD_BYTES) {
                throw new Refused("431 Head too long");
            }
            head.write(next);
            if (next == '\n') {
                newlines++;
            } else if (next != '\r') {
                newlines = 0;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
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
