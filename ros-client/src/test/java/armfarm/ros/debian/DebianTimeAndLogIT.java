package armfarm.ros.debian;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ros.Await;
import armfarm.ros.GraphName;
import armfarm.ros.Publisher;
import armfarm.ros.RosClock;
import armfarm.ros.RosNode;
import armfarm.ros.messages.ClockMessage;
import armfarm.ros.messages.LogMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Simulated time and log lines between our nodes and Debian's. */
@NeedsDebianRos({"rosout", "python3-std-srvs"})
class DebianTimeAndLogIT {
    private DebianRos ros;
    private RosNode node;

    @BeforeEach
    void starts() {
        ros = DebianRos.withMaster();
        node = ros.node("/ours");
    }

    @AfterEach
    void stops() {
        node.close();
        ros.close();
    }

    @Test
    void weFollowTheClockOfARospySimulator() {
        ros.run("/usr/bin/rosparam", "set", "/use_sim_time", "true");
        ros.script("peer.py", "clock", "100").await("ready");

        RosClock clock = node.clock();

        assertThat(clock.awaitTime(Duration.ofSeconds(10))).isTrue();
        assertThat(clock.simulated()).isTrue();
        assertThat(clock.instant()).isBetween(Instant.ofEpochSecond(100), Instant.ofEpochSecond(200));
        Await.until("it goes on", () -> clock.instant().isAfter(Instant.ofEpochSecond(101)));
    }

    @Test
    void rospyFollowsOurClock() {
        ros.run("/usr/bin/rosparam", "set", "/use_sim_time", "true");
        Publisher<ClockMessage> ticks = node.advertise(GraphName.of("/clock"), ClockMessage.TYPE, false);
        DebianProcess rospy = ros.script("peer.py", "now", "42");
        Await.until("linked", () -> ticks.subscriberCount() == 1);

        ticks.publish(new ClockMessage(Instant.ofEpochSecond(41)));
        ticks.publish(new ClockMessage(Instant.ofEpochSecond(42, 500_000_000)));

        assertThat(rospy.await("now")).isEqualTo("42.500");
    }

    @Test
    void roscppsRosoutCollectsOurLines() {
        List<LogMessage> collected = Collections.synchronizedList(new ArrayList<>());
        ros.start("/usr/lib/rosout/rosout");
        node.subscribe(GraphName.of("/rosout_agg"), LogMessage.TYPE, collected::add);
        Await.until("rosout is there", () -> node.master().publishers().containsKey("/rosout_agg"));

        Await.until("a line comes back", () -> {
            node.log(InstantSource.system()).warn("the gripper is stuck");
            return !collected.isEmpty();
        });

        assertThat(collected.get(0).msg()).isEqualTo("the gripper is stuck");
        assertThat(collected.get(0).level()).isEqualTo(LogMessage.WARN);
        assertThat(collected.get(0).name()).isEqualTo("/ours");
    }
}
