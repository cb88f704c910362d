package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.DriverException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MasterProbeIT {
    @Test
    void tellsALivingMasterFromADeadOne() {
        RosMaster master = RosMaster.start(RosHost.fromEnvironment(Map.of("ROS_HOSTNAME", "127.0.0.1")), 0);
        MasterProbe probe = new MasterProbe(master.uri(), Duration.ofSeconds(5));

        assertThatCode(probe::ask).doesNotThrowAnyException();
        master.close();

        assertThatThrownBy(probe::ask).isInstanceOf(DriverException.class).hasMessageContaining("does not answer");
    }

    @Test
    void givesUpOnAMasterThatHangs() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            MasterProbe probe = new MasterProbe(
                    URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"), Duration.ofMillis(300));
            long since = System.nanoTime();

            assertThatThrownBy(probe::ask).isInstanceOf(DriverException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(20));
        }
    }
}
