package armfarm.ros;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/**
 * The TCPROS wire format: length-prefixed connection headers and messages, little-endian. Stateless.
 *
 * <p>Source: ROS wiki, "ROS/TCPROS" and "ROS/Connection Header".
 */
final class TcpRos {
    /** A header is some KiB of definition text. */
    static final int MAX_HEADER_BYTES = 1 << 20;

    /** A 4K RGB image takes 24 MiB. */
    static final int MAX_MESSAGE_BYTES = 64 << 20;

    private TcpRos() {}

    /**
     * Lets an idle link notice within about half a minute that the peer's machine has gone.
     *
     * @param noDelay send each message at once, instead of waiting until a packet is full or the last one was received
     */
    static void prepare(Socket socket, boolean noDelay) throws IOException {
        socket.setTcpNoDelay(noDelay);
        socket.setKeepAlive(true);
        if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 15);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 5);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
        }
    }

    static byte[] encodeHeader(Map<String, String> fields) {
        ByteBuffer out = ByteBuffer.allocate(4
                        + fields.entrySet().stream()
                                .mapToInt(field -> 4 + utf8(field).length)
                                .sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(out.capacity() - 4);
        fields.entrySet().forEach(field -> out.putInt(utf8(field).length).put(utf8(field)));
        return out.array();
    }

    private static byte[] utf8(Map.Entry<String, String> field) {
        return (field.getKey() + "=" + field.getValue()).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws ProtocolException if the header is malformed or too long */
    static Map<String, String> readHeader(InputStream in) throws IOException {
        return decodeHeader(new BlockReader(in, MAX_HEADER_BYTES).read());
    }

    /** @throws ProtocolException if a field is malformed */
    static Map<String, String> decodeHeader(byte[] block) throws ProtocolException {
        ByteBuffer header = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, String> fields = new LinkedHashMap<>();
        while (header.hasRemaining()) {
            int length = header.remaining() < 4 ? -1 : header.getInt();
            if (length < 0 || length > header.remaining()) {
                throw new ProtocolException("TCPROS header field runs past the header's end");
            }
            String field = new String(header.array(), header.position(), length, StandardCharsets.UTF_8);
            header.position(header.position() + length);
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new ProtocolException("TCPROS header field without a name: '" + field + "'");
            }
            fields.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return fields;
    }
}
