package armfarm.ros.debian;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ros.GraphName;
import armfarm.ros.MasterApi;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Debian's rosmaster as the master of our nodes. */
@NeedsDebianRos
class DebianMasterIT {
    private static final URI NODE = URI.create("http://127.0.0.1:1/");

    private DebianRos ros;

    @BeforeEach
    void starts() {
        ros = DebianRos.withMaster();
    }

    @AfterEach
    void stops() {
        ros.close();
    }

    @Test
    void answersEveryOneOfManyCallsInARow() {
        MasterApi master = new MasterApi(ros.master(), GraphName.of("/many"), Duration.ofSeconds(5));
        for (int i = 0; i < 500; i++) {
            master.registerSubscriber(GraphName.of("/topic_" + i), "std_msgs/String", NODE);
        }

        assertThat(master.subscribers()).hasSize(500);
    }
}
