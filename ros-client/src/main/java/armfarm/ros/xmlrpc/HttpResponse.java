package armfarm.ros.xmlrpc;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Optional;

/** Reads the answer to an HTTP/1.x POST that asked the server to close the connection. Stateless. */
final class HttpResponse {
    private HttpResponse() {}

    /** @throws ProtocolException if the status is not 200, or the body is too long, cut short or in parts */
    static byte[] readBody(InputStream in, int maxBytes) throws IOException {
        HttpHead head = HttpHead.read(in);
        if (!head.firstLine().matches("HTTP/1\\.[01] 200( .*)?")) {
            throw new ProtocolException("answered '" + head.firstLine() + "', expected HTTP status 200");
        }
        if (head.header("transfer-encoding").isPresent()) {
            throw new ProtocolException("answered in parts (Transfer-Encoding), expected a Content-Length");
        }
        Optional<String> length = head.header("content-length");
        return length.isPresent() ? readExactly(in, length(length.get(), maxBytes)) : readToEnd(in, maxBytes);
    }

    private static int length(String digits, int maxBytes) throws ProtocolException {
        if (!digits.matches("\\d{1,9}") || Integer.parseInt(digits) > maxBytes) {
            throw new ProtocolException(
                    "answered with Content-Length '" + digits + "', expected at most " + maxBytes + " bytes");
        }
        return Integer.parseInt(digits);
    }

    private static byte[] readExactly(InputStream in, int length) throws IOException {
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new ProtocolException("connection ended after " + body.length + " of " + length + " bytes");
        }
        return body;
    }

    private static byte[] readToEnd(InputStream in, int maxBytes) throws IOException {
        byte[] body = in.readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            throw new ProtocolException("answered more than " + maxBytes + " bytes");
        }
        return body;
    }
}
