package armfarm.ros.xmlrpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** First line and header lines of an HTTP/1.x message. Immutable. */
record HttpHead(String firstLine, String headers) {
    private static final int MAX_BYTES = 16 << 10;

    /** The head is longer than anyone needs. */
    static final class TooLong extends ProtocolException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("HTTP head of more than " + MAX_BYTES + " bytes");
        }
    }

    /** @param in should be buffered: it is read byte by byte */
    static HttpHead read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0) {
                throw new ProtocolException("connection ended inside the HTTP head");
            }
            if (head.size() == MAX_BYTES) {
                throw new TooLong();
            }
            head.write(next);
            if (next == '\n') {
                newlines++;
            } else if (next != '\r') {
                newlines = 0;
            }
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        return new HttpHead(text.substring(0, end).strip(), text.substring(end + 1));
    }

    /** The value of a header, without blanks around it. @param name in lower case */
    Optional<String> header(String name) {
        return headers.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .reduce((first, last) -> last);
    }
}
