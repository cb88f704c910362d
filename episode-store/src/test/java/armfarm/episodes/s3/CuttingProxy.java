package armfarm.episodes.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** Passes requests on to a server and breaks each connection off after so many bytes of them, as a dying server or cable does. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI server;
    private final int bytesPerConnection;

    CuttingProxy(String server, int bytesPerConnection) throws IOException {
        this.server = URI.create(server);
        this.bytesPerConnection = bytesPerConnection;
        daemon(this::accept);
    }

    String endpoint() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                daemon(() -> forward(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void forward(Socket client) {
        try (client;
                Socket behind = new Socket(server.getHost(), server.getPort())) {
            daemon(() -> answer(behind, client));
            InputStream in = client.getInputStream();
            OutputStream out = behind.getOutputStream();
            byte[] chunk = new byte[4096];
            int left = bytesPerConnection;
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                out.write(chunk, 0, Math.min(length, left));
                left -= length;
                if (left <= 0) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(Socket behind, Socket client) {
        try {
            behind.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            assert client.isClosed() || behind.isClosed(); // broken off on purpose
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
