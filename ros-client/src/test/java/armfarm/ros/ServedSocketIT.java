package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServedSocketIT {
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void noticesAPeerThatTakesNothingAndCanBeEnded() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket deaf = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            ServedSocket served = new ServedSocket(accepted);
            assertThat(served.stuckFor(Duration.ZERO)).as("nothing to send").isFalse();
            Thread writer = new Thread(() -> writeUntilEnded(served));
            writer.start();

            Await.until("stuck", () -> served.stuckFor(SHORT));
            served.close();
            writer.join(10_000);

            assertThat(writer.isAlive()).isFalse();
            assertThat(served.stuckFor(Duration.ZERO)).isFalse();
            assertThat(deaf.isConnected()).isTrue();
        }
    }

    private static void writeUntilEnded(ServedSocket socket) {
        try {
            socket.write(new byte[64 << 20]);
            throw new AssertionError("nobody could have taken all of it");
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }
}
