package armfarm.ros.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.time.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedSocketIT {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final ServerSocket server;

    TimedSocketIT() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout((int) LONG.toMillis());
    }

    @AfterEach
    void closeServer() throws IOException {
        server.close();
    }

    private TimedSocket connect() throws IOException {
        return TimedSocket.connect(
                new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), Deadline.after(LONG));
    }

    @Test
    void carriesBytesBothWays() throws IOException {
        try (TimedSocket socket = connect();
                Socket peer = server.accept()) {
            socket.write(new byte[] {1, 2, 3}, Deadline.after(LONG));
            assertThat(peer.getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
            assertThat(socket.ended()).isFalse();

            peer.getOutputStream().write(200);
            peer.shutdownOutput();

            InputStream in = socket.input(Deadline.after(LONG));
            assertThat(in.read()).isEqualTo(200);
            assertThat(in.read()).isEqualTo(-1);
            assertThat(socket.ended()).isTrue();
        }
    }

    @Test
    void stopsWritingToAPeerThatTakesNothing() throws IOException {
        try (TimedSocket socket = connect()) {
            assertThatThrownBy(() -> socket.write(new byte[64 << 20], Deadline.after(SHORT)))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("write to")
                    .hasMessageContaining(":" + server.getLocalPort());
        }
    }

    @Test
    void stopsReadingFromAPeerThatDrips() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (TimedSocket socket = connect();
                Socket peer = server.accept()) {
            Thread dripping = new Thread(() -> drip(peer, done));
            dripping.start();

            assertThatThrownBy(() -> socket.input(Deadline.after(SHORT)).readNBytes(1000))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("read from");
            done.countDown();
            dripping.join(LONG.toMillis());
        }
    }

    @Test
    void aServerStopsReadingFromAClientThatDrips() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            Thread dripping = new Thread(() -> drip(client, done));
            dripping.start();

            assertThatThrownBy(() -> new DeadlineInputStream(accepted, Deadline.after(SHORT)).readNBytes(1000))
                    .isInstanceOf(SocketTimeoutException.class);
            done.countDown();
            dripping.join(LONG.toMillis());
        }
    }

    @Test
    void namesWhatKeptItFromConnecting() throws IOException {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("nowhere", 1);
        assertThatThrownBy(() -> TimedSocket.connect(unknown, Deadline.after(LONG)))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("nowhere");
        InetSocketAddress closed = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        server.close();
        assertThatThrownBy(() -> TimedSocket.connect(closed, Deadline.after(LONG)))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void anotherThreadCanEndIt() throws Exception {
        try (TimedSocket socket = connect()) {
            Thread closer = new Thread(() -> end(socket));
            InputStream in = socket.input(Deadline.after(LONG));
            closer.start();

            assertThatThrownBy(in::read).isInstanceOf(IOException.class).isNotInstanceOf(SocketTimeoutException.class);
            closer.join(LONG.toMillis());
        }
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A byte every few milliseconds, until the test is done. */
    private static void drip(Socket socket, CountDownLatch done) {
        try {
            while (!done.await(5, TimeUnit.MILLISECONDS)) {
                socket.getOutputStream().write(1);
            }
        } catch (IOException e) {
            assertThat(e).as("the other side hung up").hasMessageMatching("(?i).*(reset|broken pipe|closed).*");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
