package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.DriverException;
import armfarm.messages.supervision.LoopHealth;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.EmptyMessage;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.StringMessage;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RosNodeIT {
    private static final GraphName CHATTER = GraphName.of("/chatter");

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private final RosNode talker = node("/talker");
    private final RosNode listener = node("/listener");
    private final BlockingQueue<StringMessage> heard = new LinkedBlockingQueue<>();

    private RosNode node(String name) {
        return RosNode.start(GraphName.of(name), master.uri(), RosHost.loopback());
    }

    @AfterEach
    void closesWithoutLeavingThreads() {
        talker.close();
        listener.close();
        master.close();
        Await.until("no ROS thread is left", () -> RosThreads.alive().isEmpty());
    }

    @Test
    void deliversMessagesInOrder() {
        Publisher<StringMessage> publisher = talker.advertise(CHATTER, StringMessage.TYPE, false);
        listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);
        Await.until("linked", () -> publisher.subscriberCount() == 1);
        List<StringMessage> sent =
                IntStream.range(0, 20).mapToObj(i -> new StringMessage("m" + i)).toList();

        sent.forEach(publisher::publish);

        Await.until("all heard", () -> heard.size() == 20);
        assertThat(heard).containsExactlyElementsOf(sent);
    }

    @Test
    void everyLoopOfANodeIsLookedAfterAlsoTheOnesThatTakeCallsAndConnections() {
        Publisher<StringMessage> publisher = talker.advertise(CHATTER, StringMessage.TYPE, false);
        listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);
        Await.until("linked", () -> publisher.subscriberCount() == 1);

        assertThat(listener.loops().health())
                .extracting(LoopHealth::name)
                .containsExactlyInAnyOrder(
                        "acceptor of node /listener",
                        "acceptor of ros/listener",
                        "watch of node /listener",
                        "link of /chatter to " + talker.uri());
        listener.close();
        assertThat(listener.loops().health()).isEmpty();
    }

    @Test
    void linksASubscriberThatCameFirst() throws InterruptedException {
        Subscriber<StringMessage> subscriber = listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);
        Publisher<StringMessage> publisher = talker.advertise(CHATTER, StringMessage.TYPE, false);
        Await.until("linked", () -> publisher.subscriberCount() == 1 && subscriber.connectionCount() == 1);

        publisher.publish(new StringMessage("late"));

        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(new StringMessage("late"));
    }

    @Test
    void givesALateSubscriberTheLatchedMessage() throws InterruptedException {
        Publisher<StringMessage> publisher = talker.advertise(CHATTER, StringMessage.TYPE, true);
        publisher.publish(new StringMessage("old"));
        publisher.publish(new StringMessage("kept"));

        listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);

        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(new StringMessage("kept"));
        assertThat(heard).isEmpty();
    }

    @Test
    void namesBothSumsWhenTheTypesDiffer() {
        talker.advertise(CHATTER, EmptyMessage.TYPE, false);

        Subscriber<StringMessage> subscriber = listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);

        Await.until(
                "a problem is shown",
                () -> !subscriber
                        .publishers()
                        .getOrDefault(talker.uri().toString(), "")
                        .isEmpty());
        assertThat(subscriber.publishers().get(talker.uri().toString()))
                .contains(EmptyMessage.TYPE.md5(), StringMessage.TYPE.md5(), "std_msgs/Empty", "std_msgs/String");
        assertThat(subscriber.connectionCount()).isZero();
    }

    @Test
    void reconnectsWhenThePublisherRestarts() throws InterruptedException {
        Subscriber<StringMessage> subscriber = listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);
        try (RosNode first = node("/restarting")) {
            Publisher<StringMessage> publisher = first.advertise(CHATTER, StringMessage.TYPE, false);
            Await.until("linked", () -> publisher.subscriberCount() == 1);
        }
        Await.until("unlinked", () -> subscriber.connectionCount() == 0);

        try (RosNode second = node("/restarting")) {
            Publisher<StringMessage> publisher = second.advertise(CHATTER, StringMessage.TYPE, false);
            Await.until("linked again", () -> publisher.subscriberCount() == 1);
            publisher.publish(new StringMessage("again"));

            assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(new StringMessage("again"));
        }
    }

    @Test
    void publishingNeverWaitsForASlowSubscriber() {
        GraphName topic = GraphName.of("/images");
        CountDownLatch release = new CountDownLatch(1);
        Publisher<ImageMessage> publisher = talker.advertise(topic, ImageMessage.TYPE, false);
        listener.subscribe(topic, ImageMessage.TYPE, image -> awaitQuietly(release));
        Await.until("linked", () -> publisher.subscriberCount() == 1);
        ImageMessage image = new ImageMessage(
                Header.at(Instant.EPOCH, "camera"), 512, 512, "rgb8", 0, 1536, new ByteArray(new byte[512 * 1536]));

        for (int i = 0; i < 100; i++) {
            publisher.publish(image);
        }

        assertThat(publisher.droppedCount()).isBetween(1L, 99L);
        release.countDown();
    }

    @Test
    void survivesACallbackThatThrows() {
        Publisher<StringMessage> publisher = talker.advertise(CHATTER, StringMessage.TYPE, false);
        Subscriber<StringMessage> subscriber = listener.subscribe(CHATTER, StringMessage.TYPE, message -> {
            heard.add(message);
            throw new IllegalStateException("as the test wants");
        });
        Await.until("linked", () -> publisher.subscriberCount() == 1);

        publisher.publish(new StringMessage("a"));
        publisher.publish(new StringMessage("b"));

        Await.until("both heard", () -> heard.size() == 2 && subscriber.badMessageCount() == 2);
        assertThat(subscriber.connectionCount()).isEqualTo(1);
    }

    @Test
    void noticesASubscriberThatLeftWithoutATrace() throws Exception {
        Publisher<StringMessage> publisher = talker.advertise(CHATTER, StringMessage.TYPE, false);
        int port = tcpRosPort(talker);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(TcpRos.encodeHeader(
                            Map.of("callerid", "/raw", "topic", "/chatter", "type", "*", "md5sum", "*")));
            Await.until("linked", () -> publisher.subscriberCount() == 1);
        }

        Await.until("unlinked although nothing was published", () -> publisher.subscriberCount() == 0);
    }

    @Test
    void refusesToAdvertiseTwice() {
        talker.advertise(CHATTER, StringMessage.TYPE, false);

        assertThatThrownBy(() -> talker.advertise(CHATTER, StringMessage.TYPE, false))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("/talker")
                .hasMessageContaining("/chatter");
    }

    @Test
    void saysWhenThereIsNoMaster() {
        try (RosNode lost =
                RosNode.start(GraphName.of("/lost"), URI.create("http://127.0.0.1:1/"), RosHost.loopback())) {
            assertThatThrownBy(() -> lost.advertise(CHATTER, StringMessage.TYPE, false))
                    .isInstanceOf(DriverException.class)
                    .hasMessageContaining("http://127.0.0.1:1/")
                    .hasMessageContaining("ROS_MASTER_URI");
        }
    }

    @Test
    void aNewNodeOfTheSameNameEndsTheOldOne() {
        Publisher<StringMessage> old = talker.advertise(CHATTER, StringMessage.TYPE, false);
        Subscriber<StringMessage> subscriber = listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);
        Await.until("linked", () -> old.subscriberCount() == 1);

        try (RosNode twin = node("/talker")) {
            Publisher<StringMessage> publisher = twin.advertise(CHATTER, StringMessage.TYPE, false);

            Await.until("linked to the twin", () -> publisher.subscriberCount() == 1);
            Await.until("the old one is closed", () -> old.subscriberCount() == 0);
            assertThat(subscriber.publishers()).containsOnlyKeys(twin.uri().toString());
        }
    }

    @Test
    void closesInTimeWithoutItsMaster() {
        talker.advertise(CHATTER, StringMessage.TYPE, false);
        listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);
        master.close();

        CountDownLatch done = new CountDownLatch(1);
        new Thread(() -> {
                    talker.close();
                    listener.close();
                    listener.close();
                    done.countDown();
                })
                .start();

        assertThat(awaitQuietly(done)).isTrue();
    }

    @Test
    void withdrawsEverythingWhenItCloses() {
        talker.advertise(CHATTER, StringMessage.TYPE, false);
        talker.subscribe(GraphName.of("/other"), StringMessage.TYPE, heard::add);
        assertThat(listener.master().publishers()).containsOnlyKeys("/chatter");
        assertThat(listener.master().subscribers()).containsOnlyKeys("/other");

        talker.close();

        assertThat(listener.master().publishers()).isEmpty();
        assertThat(listener.master().subscribers()).isEmpty();
    }

    @Test
    void answersOtherNodesQuestions() throws Exception {
        Publisher<StringMessage> publisher = talker.advertise(CHATTER, StringMessage.TYPE, false);
        listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);
        Await.until("linked", () -> publisher.subscriberCount() == 1);

        assertThat(call(talker, "getPublications", "/me"))
                .isEqualTo(List.of(1, "", List.of(List.of("/chatter", "std_msgs/String"))));
        assertThat(call(listener, "getSubscriptions", "/me"))
                .isEqualTo(List.of(1, "", List.of(List.of("/chatter", "std_msgs/String"))));
        assertThat(call(talker, "getBusInfo", "/me"))
                .isEqualTo(List.of(1, "", List.of(List.of(0, "/listener", "o", "TCPROS", "/chatter", true))));
        assertThat(call(talker, "requestTopic", "/me", "/none", List.of(List.of("TCPROS")))
                        .toString())
                .startsWith("[0, node /talker does not publish /none");
    }

    private static Object call(RosNode node, String method, Object... params) throws Exception {
        return new armfarm.ros.xmlrpc.XmlRpcClient(node.uri(), Duration.ofSeconds(5)).call(method, params);
    }

    static int tcpRosPort(RosNode node) throws Exception {
        List<?> answer = (List<?>) call(node, "requestTopic", "/raw", "/chatter", List.of(List.of("TCPROS")));
        return (Integer) ((List<?>) answer.get(2)).get(2);
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
