package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.DriverException;
import armfarm.messages.time.Deadline;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.EmptyMessage;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.StringMessage;
import armfarm.ros.xmlrpc.XmlRpcClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several subscribers in one node, bounded queues, remapped names and what the node tells about itself. */
class RosSharedTopicIT {
    private static final GraphName CHATTER = GraphName.of("/chatter");

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private final RosNode talker = RosNode.start(GraphName.of("/talker"), master.uri(), RosHost.loopback());
    private final RosNode listener = RosNode.start(GraphName.of("/listener"), master.uri(), RosHost.loopback());
    private final Queue<String> first = new ConcurrentLinkedQueue<>();
    private final Queue<String> second = new ConcurrentLinkedQueue<>();

    @AfterEach
    void closesWithoutLeavingThreads() {
        talker.close();
        listener.close();
        master.close();
        Await.until("no ROS thread is left", () -> RosThreads.alive().isEmpty());
    }

    @Test
    void sharesOneLinkAmongItsSubscribers() {
        Publisher<StringMessage> publisher = talker.advertise(CHATTER, StringMessage.TYPE, true);
        publisher.publish(new StringMessage("latched"));
        Subscriber<StringMessage> one =
                listener.subscribe(CHATTER, StringMessage.TYPE, message -> first.add(message.data()));
        Await.until("heard", () -> first.size() == 1);

        Subscriber<StringMessage> other =
                listener.subscribe(CHATTER, StringMessage.TYPE, message -> second.add(message.data()));
        publisher.publish(new StringMessage("for both"));
        Await.until("both heard", () -> first.size() == 2 && second.size() == 2);

        assertThat(second).containsExactly("latched", "for both");
        assertThat(publisher.stats().connections()).hasSize(1);
        one.close();
        publisher.publish(new StringMessage("for one"));
        Await.until("the other heard", () -> second.size() == 3);
        assertThat(first).hasSize(2);
        other.close();
        Await.until("unlinked", () -> publisher.subscriberCount() == 0);
        assertThat(talker.master().subscribers()).isEmpty();
    }

    @Test
    void refusesASecondTypeForATopic() {
        listener.subscribe(CHATTER, StringMessage.TYPE, message -> {});

        assertThatThrownBy(() -> listener.subscribe(CHATTER, EmptyMessage.TYPE, message -> {}))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining(StringMessage.TYPE.md5())
                .hasMessageContaining(EmptyMessage.TYPE.md5());
        assertThat(listener.stats().subscribers()).hasSize(1);
    }

    @Test
    void countsWhatASlowCallbackMisses() {
        CountDownLatch release = new CountDownLatch(1);
        Publisher<StringMessage> publisher = talker.advertise(CHATTER, StringMessage.TYPE, false);
        Subscriber<StringMessage> slow = listener.subscribe(
                CHATTER, StringMessage.TYPE, SubscriberOptions.queued(new QueueLimit(3, 1000)), message -> {
                    first.add(message.data());
                    awaitQuietly(release);
                });
        Await.until("linked", () -> publisher.subscriberCount() == 1);

        for (int i = 0; i < 20; i++) {
            publisher.publish(new StringMessage("m" + i));
        }
        Await.until("all received", () -> slow.messageCount() == 20);
        release.countDown();
        Await.until("the rest was delivered", () -> first.size() + slow.droppedCount() == 20);

        assertThat(slow.droppedCount()).isBetween(16L, 17L);
        assertThat(first).endsWith("m17", "m18", "m19");
        assertThat(publisher.droppedCount()).isZero();
        assertThat(listener.stats().subscribers().get(0).dropped()).isEqualTo(slow.droppedCount());
    }

    @Test
    void aLentMessageIsOverwrittenByTheNextUnlessAnotherSubscriberKeepsIt() {
        Publisher<ImageMessage> publisher = talker.advertise(CHATTER, ImageMessage.TYPE, false);
        Queue<byte[]> memory = new ConcurrentLinkedQueue<>();
        listener.subscribe(
                CHATTER,
                ImageMessage.TYPE,
                SubscriberOptions.lending(),
                message -> memory.add(message.data().array()));
        Await.until("linked", () -> publisher.subscriberCount() == 1);

        publisher.publish(image(1));
        publisher.publish(image(2));
        Await.until("both came", () -> memory.size() == 2);
        assertThat(Set.copyOf(memory)).hasSize(1);

        memory.clear();
        Queue<byte[]> kept = new ConcurrentLinkedQueue<>();
        listener.subscribe(
                CHATTER, ImageMessage.TYPE, message -> kept.add(message.data().bytes()));
        publisher.publish(image(3));
        publisher.publish(image(4));
        Await.until("both kept", () -> kept.size() == 2);

        assertThat(Set.copyOf(memory)).hasSize(2);
        assertThat(kept).extracting(data -> data[0]).containsExactly((byte) 3, (byte) 4);
    }

    private static ImageMessage image(int level) {
        byte[] pixels = new byte[300];
        Arrays.fill(pixels, (byte) level);
        return new ImageMessage(Header.at(Instant.EPOCH, ""), 10, 10, "rgb8", 0, 30, new ByteArray(pixels));
    }

    @Test
    void usesRemappedNames() {
        RosNodeConfig config = RosNodeConfig.of(
                "camera",
                RosArguments.parse(List.of("__ns:=/cell", "chatter:=/elsewhere", "_rate:=5")),
                Map.of("ROS_MASTER_URI", master.uri().toString()));
        try (RosNode remapped = RosNode.start(config)) {
            Publisher<StringMessage> publisher =
                    remapped.advertise(remapped.resolve("chatter"), StringMessage.TYPE, false);

            assertThat(publisher.topic()).isEqualTo(GraphName.of("/elsewhere"));
            assertThat(talker.master().publishers()).containsEntry("/elsewhere", List.of("/cell/camera"));
            assertThat(talker.parameters().integer("/cell/camera/rate")).contains(5);
        }
    }

    @Test
    void sendsWithoutDelayOnlyWhenAsked() throws IOException {
        for (String noDelay : List.of("0", "1")) {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    Socket asking = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket accepted = server.accept()) {
                asking.getOutputStream().write(TcpRos.encodeHeader(Map.of("tcp_nodelay", noDelay)));

                new ServedSocket(accepted).readHeader(Deadline.after(Duration.ofSeconds(5)));

                assertThat(accepted.getTcpNoDelay()).isEqualTo(noDelay.equals("1"));
            }
        }
        listener.subscribe(
                CHATTER, StringMessage.TYPE, SubscriberOptions.direct().withNoDelay(false), message -> {});
        assertThat(listener.registrations().topic("/chatter").followed().header())
                .containsEntry("tcp_nodelay", "0");
    }

    @Test
    void tellsItsCountersToOtherNodes() throws IOException {
        Publisher<StringMessage> publisher = talker.advertise(CHATTER, StringMessage.TYPE, false);
        listener.subscribe(CHATTER, StringMessage.TYPE, message -> first.add(message.data()));
        Await.until("linked", () -> publisher.subscriberCount() == 1);
        publisher.publish(new StringMessage("abc"));
        Await.until("heard", () -> first.size() == 1);

        Await.until("counted", () -> publisher.stats().connections().stream().allMatch(link -> link.messages() == 1));
        assertThat(busStats(talker.uri()))
                .isEqualTo(List.of(
                        List.of(List.of("/chatter", 11, List.of(List.of(0, 11, 1, true)))),
                        List.of(),
                        List.of(0, 0, 0)));
        assertThat(busStats(listener.uri()))
                .isEqualTo(List.of(
                        List.of(), List.of(List.of("/chatter", List.of(List.of(0, 7, -1, true)))), List.of(0, 0, 0)));
        NodeStats stats = listener.stats();
        assertThat(stats.subscribers().get(0).messages()).isEqualTo(1);
        assertThat(stats.subscribers().get(0).links())
                .singleElement()
                .satisfies(link -> assertThat(link.connects()).isEqualTo(1));
    }

    private static Object busStats(URI node) throws IOException {
        List<?> answer = (List<?>) new XmlRpcClient(node, Duration.ofSeconds(5)).call("getBusStats", "/me");
        return answer.get(2);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
