package armfarm.ros.debian;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ros.Await;
import armfarm.ros.GraphName;
import armfarm.ros.Publisher;
import armfarm.ros.PublisherOptions;
import armfarm.ros.QueueLimit;
import armfarm.ros.RosNode;
import armfarm.ros.Subscriber;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.GoldenMessages;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.MessageCatalog;
import armfarm.ros.messages.MessageFormatException;
import armfarm.ros.messages.MessageType;
import armfarm.ros.messages.MessageValues;
import armfarm.ros.messages.StringMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Topics between our nodes and Debian's: rospy, and in C++ roscpp's relay and rosbag. */
@NeedsDebianRos({"topic-tools", "python3-std-srvs"})
class DebianTopicsIT {
    private static final QueueLimit ROOMY = new QueueLimit(10_000, 256L << 20);
    private static final int MANY = 3000;

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

    private <T> Publisher<T> advertise(String topic, MessageType<T> type) {
        return node.advertise(
                GraphName.of(topic), type, PublisherOptions.defaults().withQueue(ROOMY));
    }

    private <T> List<T> hear(String topic, MessageType<T> type) {
        List<T> heard = Collections.synchronizedList(new ArrayList<>());
        node.subscribe(GraphName.of(topic), type, heard::add);
        return heard;
    }

    @Test
    void rospySendsEveryMessageKindBackAsItGotIt() throws MessageFormatException {
        ros.withControlMessages();
        Map<String, List<Object>> back = new ConcurrentHashMap<>();
        Map<String, List<Object>> sent = new ConcurrentHashMap<>();
        List<Echo<?>> echoes = new ArrayList<>();
        for (MessageType<?> type : MessageCatalog.all()) {
            echoes.add(echo(type, sent, back));
        }
        ros.script(
                        "peer.py",
                        Stream.concat(Stream.of("echo"), sent.keySet().stream()).toArray(String[]::new))
                .await("ready");
        Await.until("rospy is linked both ways", () -> echoes.stream().allMatch(Echo::linked));

        echoes.forEach(Echo::send);

        Await.until("all are back", () -> back.size() == sent.size());
        assertThat(back).isEqualTo(sent);
    }

    /** Both ends of one type's way there and back. */
    private record Echo<T>(Publisher<T> to, Subscriber<T> from, T message) {
        boolean linked() {
            return to.subscriberCount() == 1 && from.connectionCount() == 1;
        }

        void send() {
            to.publish(message);
        }
    }

    private <T> Echo<T> echo(MessageType<T> type, Map<String, List<Object>> sent, Map<String, List<Object>> back)
            throws MessageFormatException {
        T message = type.deserialize(GoldenMessages.stored().get(type.name()).bytes());
        sent.put(type.name(), values(message));
        return new Echo<>(
                advertise("/to/" + type.name(), type),
                node.subscribe(
                        GraphName.of("/from/" + type.name()),
                        type,
                        received -> back.put(type.name(), values(received))),
                message);
    }

    /** Without the seq of the message's own header: each sender counts anew. */
    private static List<Object> values(Object message) {
        List<Object> values = new ArrayList<>(MessageValues.of(message));
        if (MessageValues.startsWithHeader(message)) {
            values.remove(0);
        }
        return values;
    }

    @Test
    void latchedMessagesReachWhoComesLater() {
        node.advertise(GraphName.of("/ours_latched"), StringMessage.TYPE, true).publish(new StringMessage("from us"));
        ros.script("peer.py", "latch", "/debian_latched", "from rospy").await("ready");

        List<StringMessage> heard = hear("/debian_latched", StringMessage.TYPE);

        assertThat(ros.run("/usr/bin/rostopic", "echo", "-n", "1", "/ours_latched"))
                .contains("data: \"from us\"");
        Await.until("rospy's", () -> !heard.isEmpty());
        assertThat(heard).containsExactly(new StringMessage("from rospy"));
        assertThat(ros.run("/usr/bin/rostopic", "info", "/ours_latched")).contains("Type: std_msgs/String", "/ours");
    }

    @Test
    void eightMegabyteMessagesArriveThroughRospyAndThroughRoscpp() {
        byte[] pixels = new byte[8 << 20];
        new SplittableRandom(8).nextBytes(pixels);
        ByteArray data = new ByteArray(pixels);
        IntFunction<ImageMessage> image =
                i -> new ImageMessage(new Header(i, Instant.EPOCH, "c"), 2048, 4096, "mono8", 0, 4096, data);
        Publisher<ImageMessage> toRospy = advertise("/to/sensor_msgs/Image", ImageMessage.TYPE);
        Publisher<ImageMessage> toRoscpp = advertise("/big", ImageMessage.TYPE);
        List<ImageMessage> fromRospy = hear("/from/sensor_msgs/Image", ImageMessage.TYPE);
        List<ImageMessage> fromRoscpp = hear("/big_relay", ImageMessage.TYPE);
        ros.script("peer.py", "echo", "sensor_msgs/Image").await("ready");
        ros.start("/usr/lib/topic_tools/relay", "/big", "/big_relay");
        Await.until("linked", () -> toRospy.subscriberCount() == 1 && toRoscpp.subscriberCount() == 1);
        warmUpRelay(toRoscpp, image.apply(-1), fromRoscpp);
        Await.until("rospy is linked back", () -> connected("/from/sensor_msgs/Image"));

        IntStream.range(0, 5).mapToObj(image).forEach(message -> {
            toRospy.publish(message);
            toRoscpp.publish(message);
        });

        Await.until("all came", () -> fromRospy.size() == 5 && fromRoscpp.size() == 5);
        assertThat(fromRospy).allSatisfy(message -> assertThat(message.data()).isEqualTo(data));
        assertThat(fromRoscpp).allSatisfy(message -> assertThat(message.data()).isEqualTo(data));
    }

    private boolean connected(String topic) {
        return node.stats().subscribers().stream()
                .filter(subscriber -> subscriber.topic().path().equals(topic))
                .anyMatch(subscriber -> subscriber.links().stream().anyMatch(link -> link.connected()));
    }

    /** A relay offers its output when its first message came; what comes before it is linked is lost. */
    private <T> void warmUpRelay(Publisher<T> to, T message, List<T> heard) {
        Await.until("the relay passes messages on", () -> {
            to.publish(message);
            LockSupport.parkNanos(50_000_000);
            return !heard.isEmpty();
        });
        Await.until("the relay is empty", () -> settled(heard));
        heard.clear();
    }

    private static boolean settled(List<?> heard) {
        int before = heard.size();
        LockSupport.parkNanos(500_000_000);
        return heard.size() == before;
    }

    @Test
    void aThousandMessagesASecondFromUsToRospyAllArriveInOrder() {
        Publisher<StringMessage> publisher = advertise("/fast", StringMessage.TYPE);
        DebianProcess counter = ros.script("peer.py", "count", "/fast", "std_msgs/String", Integer.toString(MANY));
        Await.until("linked", () -> publisher.subscriberCount() == 1);

        atThousandHertz(i -> publisher.publish(new StringMessage(Integer.toString(i))));

        assertThat(counter.await("counted")).isEqualTo(MANY + " in order");
        assertThat(publisher.droppedCount()).isZero();
    }

    @Test
    void aThousandMessagesASecondFromRospyAllArriveInOrder() {
        List<StringMessage> heard = hear("/fast", StringMessage.TYPE);

        ros.script("peer.py", "talk", "/fast", Integer.toString(MANY), "1000").await("talked");

        Await.until("all came", () -> heard.size() == MANY);
        assertThat(heard).containsExactlyElementsOf(numbers(MANY));
    }

    private static List<StringMessage> numbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new StringMessage(Integer.toString(i)))
                .toList();
    }

    private static void atThousandHertz(IntConsumer send) {
        long due = System.nanoTime();
        for (int i = 0; i < MANY; i++) {
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            send.accept(i);
            due += 1_000_000;
        }
    }

    @Test
    void aThousandMessagesASecondThroughRosbagRecordAndPlayAllArriveInOrder() {
        Publisher<StringMessage> words = advertise("/words", StringMessage.TYPE);
        DebianProcess recorder = ros.start(
                "/usr/lib/rosbag/record", "-O", ros.folder().resolve("test.bag").toString(), "/words");
        Await.until("rosbag is linked", () -> words.subscriberCount() == 1);
        atThousandHertz(i -> words.publish(new StringMessage(Integer.toString(i))));
        Await.until(
                "rosbag has all",
                () -> node.stats().publishers().get(0).connections().stream()
                        .allMatch(link -> link.queuedMessages() == 0));
        LockSupport.parkNanos(300_000_000);
        recorder.interrupt();
        words.close();
        String bag = ros.folder().resolve("test.bag").toString();

        assertThat(ros.run("/usr/bin/rosbag", "info", bag)).contains(MANY + " msgs", "std_msgs/String");
        List<StringMessage> heard = hear("/words", StringMessage.TYPE);
        ros.start("/usr/lib/rosbag/play", "-q", "--queue=10000", "--wait-for-subscribers", bag)
                .output();

        Await.until("all came", () -> heard.size() == MANY);
        assertThat(heard).containsExactlyElementsOf(numbers(MANY));
    }

    @Test
    void aRestartedMasterHearsOfUsAgain() {
        Publisher<StringMessage> publisher = advertise("/kept", StringMessage.TYPE);
        DebianProcess before = ros.script("peer.py", "count", "/kept", "std_msgs/String", "1");
        Await.until("linked", () -> publisher.subscriberCount() == 1);

        ros.restartMaster();

        Await.until("registered again", () -> node.master().publishers().containsKey("/kept"));
        publisher.publish(new StringMessage("0"));
        assertThat(before.await("counted")).as("the link outlives its master").isEqualTo("1 in order");
        DebianProcess after = ros.script("peer.py", "count", "/kept", "std_msgs/String", "1");
        Await.until("a new subscriber finds us", () -> publisher.subscriberCount() == 2);
        publisher.publish(new StringMessage("0"));
        assertThat(after.await("counted")).isEqualTo("1 in order");
    }
}
