package armfarm.controller.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A request as bytes on a connection, for what no well-behaved client sends. */
public final class RawRequest implements AutoCloseable {
    private final Socket socket;

    private RawRequest(Socket socket) {
        this.socket = socket;
    }

    /** Sends and keeps the connection open. */
    public static RawRequest send(int port, String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return new RawRequest(socket);
    }

    /** Sends and takes what comes until the server closes; the text has to ask for that. */
    public static String ask(int port, String text) throws IOException {
        try (RawRequest request = send(port, text)) {
            return request.answer();
        }
    }

    /** What comes until the server closes. */
    public String answer() throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
