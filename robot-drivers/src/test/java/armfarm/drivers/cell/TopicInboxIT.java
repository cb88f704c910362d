package armfarm.drivers.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.DriverException;
import armfarm.messages.time.Deadline;
import armfarm.messages.time.Stopwatch;
import armfarm.ros.GraphName;
import armfarm.ros.Publisher;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import armfarm.ros.RosNode;
import armfarm.ros.messages.StringMessage;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicInboxIT {
    private static final GraphName TOPIC = GraphName.of("/arm_1/workcell/arranged");
    private static final Duration LONG = Duration.ofMinutes(2);

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private final RosNode own = RosNode.start(GraphName.of("/own"), master.uri(), RosHost.loopback());
    private final TopicInbox<StringMessage> inbox =
            new TopicInbox<>(own, TOPIC, StringMessage.TYPE, Function.identity(), "answer", "check what fills the bin");
    private RosNode peer;
    private Publisher<StringMessage> publisher;

    @BeforeEach
    void connects() throws InterruptedException {
        peer = RosNode.start(GraphName.of("/peer"), master.uri(), RosHost.loopback());
        publisher = peer.advertise(TOPIC, StringMessage.TYPE, false);
        assertThat(Deadline.after(LONG).poll(Duration.ofMillis(20), inbox::connected))
                .isTrue();
    }

    @AfterEach
    void closes() {
        peer.close();
        own.close();
        master.close();
    }

    @Test
    void waitsNoLongerForOneThatHasGone() {
        publisher.publish(new StringMessage("to request 6"));
        inbox.await(message -> true, "", LONG);
        Stopwatch watch = Stopwatch.start();
        peer.close();

        assertThatThrownBy(() -> inbox.await(message -> message.data().endsWith("7"), "to request 7", LONG))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("No answer to request 7 on " + TOPIC)
                .hasMessageContaining("check what fills the bin");
        assertThat(watch.elapsed()).isLessThan(LONG);
    }

    @Test
    void waitsForOneThatIsThere() {
        publisher.publish(new StringMessage("done"));

        assertThat(inbox.await(message -> true, "", LONG)).isEqualTo(new StringMessage("done"));
        assertThatThrownBy(() -> inbox.await(message -> false, "", Duration.ofMillis(600)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("within 0.6 s: 1 publisher registered");
    }
}
