package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ros.messages.ClockMessage;
import armfarm.ros.messages.LogMessage;
import armfarm.ros.messages.StringMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RosTimeAndLogIT {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private final RosNode node = RosNode.start(GraphName.of("/arm/driver"), master.uri(), RosHost.loopback());
    private final RosNode simulator = RosNode.start(GraphName.of("/simulator"), master.uri(), RosHost.loopback());

    @AfterEach
    void closesWithoutLeavingThreads() {
        node.close();
        simulator.close();
        master.close();
        Await.until("no ROS thread is left", () -> RosThreads.alive().isEmpty());
    }

    @Test
    void usesTheWallClockUnlessToldOtherwise() {
        Instant before = Instant.now();

        RosClock clock = node.clock();

        assertThat(clock.simulated()).isFalse();
        assertThat(clock.instant()).isBetween(before, Instant.now());
        assertThat(node.clock()).isSameAs(clock);
    }

    @Test
    void followsSimulatedTimeAndItsResets() {
        simulator.parameters().set(RosClock.USE_SIM_TIME, true);
        Publisher<ClockMessage> ticks = simulator.advertise(RosClock.CLOCK, ClockMessage.TYPE, false);
        RosClock clock = node.clock();
        assertThat(clock.instant()).as("before the simulator speaks").isEqualTo(Instant.EPOCH);
        assertThat(clock.awaitTime(Duration.ZERO)).isFalse();
        Await.until("linked", () -> ticks.subscriberCount() == 1);

        ticks.publish(new ClockMessage(Instant.ofEpochSecond(10)));

        assertThat(clock.awaitTime(Duration.ofSeconds(5))).isTrue();
        assertThat(clock.instant()).isEqualTo(Instant.ofEpochSecond(10));
        ticks.publish(new ClockMessage(Instant.ofEpochSecond(1)));
        Await.until("reset", () -> clock.instant().equals(Instant.ofEpochSecond(1)));
        assertThat(clock.jumpsBack()).isEqualTo(1);
        simulator.parameters().set(RosClock.USE_SIM_TIME, false);
        Await.until("on the wall clock", () -> clock.instant().isAfter(NOON));
    }

    @Test
    void putsItsLogOnRosout() throws InterruptedException {
        BlockingQueue<LogMessage> heard = new LinkedBlockingQueue<>();
        simulator.subscribe(RosLog.ROSOUT, LogMessage.TYPE, heard::add);
        RosLog log = node.log(InstantSource.fixed(NOON));
        Await.until(
                "linked",
                () -> node.registrations().publishers().iterator().next().subscriberCount() == 1);

        log.warn("gripper is hot");

        LogMessage line = heard.poll(5, TimeUnit.SECONDS);
        assertThat(line).isNotNull();
        assertThat(line.level()).isEqualTo(LogMessage.WARN);
        assertThat(line.name()).isEqualTo("/arm/driver");
        assertThat(line.msg()).isEqualTo("gripper is hot");
        assertThat(line.header().stamp()).isEqualTo(NOON);
        assertThat(line.file()).isEqualTo("RosTimeAndLogIT.java");
        assertThat(line.function()).isEqualTo("putsItsLogOnRosout");
        assertThat(line.line()).isPositive();
        assertThat(line.topics()).containsExactly("/rosout");
    }

    @Test
    void logsWithoutAMaster() {
        master.close();

        node.log(InstantSource.fixed(NOON)).error("nobody hears this on /rosout");

        assertThat(node.stats().publishers())
                .singleElement()
                .satisfies(rosout -> assertThat(rosout.messages()).isEqualTo(1));
    }

    @Test
    void tellsOnceWhenDataStopsAndWhenItComesAgain() {
        RosNode watching = RosNode.start(RosNodeConfig.of(GraphName.of("/watching"), master.uri(), RosHost.loopback())
                .withChecks(Duration.ofMillis(20), Duration.ofSeconds(5)));
        try (watching) {
            GraphName topic = GraphName.of("/data");
            Publisher<StringMessage> publisher = simulator.advertise(topic, StringMessage.TYPE, false);
            Subscriber<StringMessage> subscriber = watching.subscribe(topic, StringMessage.TYPE, message -> {});
            BlockingQueue<TopicHealth> told = new LinkedBlockingQueue<>();
            subscriber.watch(Duration.ofMillis(200), told::add);
            Await.until("silence was told", () -> told.size() == 1);

            Await.until("data was told", () -> {
                publisher.publish(new StringMessage("x"));
                return told.size() >= 2;
            });

            List<TopicHealth.Cause> causes =
                    told.stream().map(TopicHealth::cause).limit(2).toList();
            assertThat(causes).containsExactly(TopicHealth.Cause.SILENT, TopicHealth.Cause.OK);
        }
    }
}
