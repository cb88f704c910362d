package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.ros.TopicHealth.Cause;
import armfarm.ros.messages.EmptyMessage;
import armfarm.ros.messages.SetBoolService;
import armfarm.ros.messages.StringMessage;
import armfarm.ros.xmlrpc.XmlRpcServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What breaks between machines: masters that go and come, publishers that move, addresses that lead nowhere. */
class RosFaultsIT {
    private static final GraphName CHATTER = GraphName.of("/chatter");
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration QUICK = Duration.ofMillis(100);

    private RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private final URI masterUri = master.uri();
    private final RosNode talker = node("/talker");
    private final RosNode listener = node("/listener");
    private final BlockingQueue<StringMessage> heard = new LinkedBlockingQueue<>();

    private RosNode node(String name) {
        return RosNode.start(RosNodeConfig.of(GraphName.of(name), masterUri, RosHost.loopback())
                .withChecks(QUICK, QUICK)
                .withWaitsForMaster(true));
    }

    @AfterEach
    void closesWithoutLeavingThreads() {
        talker.close();
        listener.close();
        master.close();
        Await.until("no ROS thread is left", () -> RosThreads.alive().isEmpty());
    }

    private void restartMaster() {
        master.close();
        master = RosMaster.start(RosHost.loopback(), masterUri.getPort());
    }

    private static void awaitCause(Subscriber<?> subscriber, Cause cause) {
        Await.until("health is " + cause, () -> subscriber.health(LONG).cause() == cause);
    }

    @Test
    void registersEverythingAgainWithARestartedMaster() {
        Publisher<StringMessage> publisher = talker.advertise(CHATTER, StringMessage.TYPE, false);
        listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);
        talker.serve(GraphName.of("/light"), SetBoolService.TYPE, request -> new SetBoolService.Response(true, ""));
        BlockingQueue<Object> values = new LinkedBlockingQueue<>();
        listener.parameters().subscribe("/speed", values::add);
        Await.until("linked", () -> publisher.subscriberCount() == 1);

        restartMaster();

        Await.until(
                "registered again",
                () -> talker.stats().registeredAgain() == 1 && listener.stats().registeredAgain() == 1);
        MasterApi.SystemState state = talker.master().state();
        assertThat(state.publishers()).containsEntry("/chatter", List.of("/talker"));
        assertThat(state.subscribers()).containsEntry("/chatter", List.of("/listener"));
        assertThat(state.services()).containsEntry("/light", List.of("/talker"));
        talker.parameters().set("/speed", 1);
        Await.until("the parameter is followed again", () -> values.size() == 1);
        publisher.publish(new StringMessage("still"));
        Await.until("the old link is still used", () -> heard.size() == 1);
        assertThat(publisher.stats().connections()).hasSize(1);
    }

    @Test
    void keepsTheLinkToAPublisherThatNeverRegistersAgain() throws InterruptedException {
        try (RosNode forgetful = RosNode.start(GraphName.of("/forgetful"), masterUri, RosHost.loopback())) {
            Publisher<StringMessage> publisher = forgetful.advertise(CHATTER, StringMessage.TYPE, false);
            Subscriber<StringMessage> subscriber = listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);
            Await.until("linked", () -> publisher.subscriberCount() == 1);
            restartMaster();
            Await.until("registered again", () -> listener.stats().registeredAgain() == 1);

            talker.advertise(CHATTER, StringMessage.TYPE, false);

            Await.until("linked to both", () -> subscriber.connectionCount() == 2);
            publisher.publish(new StringMessage("from before"));
            assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(new StringMessage("from before"));
        }
    }

    @Test
    void worksOnceALateMasterIsThere() {
        master.close();
        Publisher<StringMessage> publisher = talker.advertise(CHATTER, StringMessage.TYPE, true);
        publisher.publish(new StringMessage("latched"));
        Subscriber<StringMessage> subscriber = listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);
        assertThat(subscriber.health(LONG).cause()).isEqualTo(Cause.NOT_REGISTERED);
        assertThat(subscriber.health(LONG).detail()).contains(masterUri.toString());

        master = RosMaster.start(RosHost.loopback(), masterUri.getPort());

        Await.until("heard", () -> heard.contains(new StringMessage("latched")));
        assertThat(subscriber.health(LONG).ok()).isTrue();
    }

    @Test
    void doesNotFightATwinForItsName() {
        talker.advertise(CHATTER, StringMessage.TYPE, false);
        master.close();
        master = RosMaster.start(RosHost.loopback(), masterUri.getPort());
        try (RosNode twin = RosNode.start(GraphName.of("/talker"), masterUri, RosHost.loopback())) {
            twin.advertise(GraphName.of("/other"), StringMessage.TYPE, false);

            Await.until(
                    "the newer one keeps the name",
                    () -> listener.master().findNode(GraphName.of("/talker")).equals(Optional.of(twin.uri())));
        }
    }

    @Test
    void saysThatNobodyPublishes() {
        Subscriber<StringMessage> subscriber = listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);

        TopicHealth health = subscriber.health(LONG);

        assertThat(health.cause()).isEqualTo(Cause.NO_PUBLISHER);
        assertThat(health.detail()).contains("/chatter", masterUri.toString());
    }

    @Test
    void namesBothTypesAndSumsOfAMismatch() {
        talker.advertise(CHATTER, EmptyMessage.TYPE, false);
        Subscriber<StringMessage> subscriber = listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);

        awaitCause(subscriber, Cause.TYPE_MISMATCH);

        assertThat(subscriber.health(LONG).detail())
                .contains("std_msgs/Empty", EmptyMessage.TYPE.md5(), "std_msgs/String", StringMessage.TYPE.md5())
                .contains("/talker");
        assertThat(talker.registrations().publishers().iterator().next().refusals())
                .containsOnlyKeys("/listener");
    }

    @Test
    void namesAnAddressThatDoesNotResolve() {
        Subscriber<StringMessage> subscriber = subscribeTo(URI.create("http://no-such-host.invalid:1/"));

        awaitCause(subscriber, Cause.ADDRESS_UNKNOWN);

        assertThat(subscriber.health(LONG).detail()).contains("no-such-host.invalid", "ROS_IP");
    }

    @Test
    void namesAnAddressThatRefuses() throws IOException {
        int closedPort;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = taken.getLocalPort();
        }
        Subscriber<StringMessage> subscriber = subscribeTo(URI.create("http://127.0.0.1:" + closedPort + "/"));

        awaitCause(subscriber, Cause.REFUSED);

        assertThat(subscriber.health(LONG).detail())
                .contains("127.0.0.1:" + closedPort, listener.uri().toString());
    }

    @Test
    void namesAnAddressThatDoesNotAnswer() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Subscriber<StringMessage> subscriber =
                    subscribeTo(URI.create("http://127.0.0.1:" + mute.getLocalPort() + "/"));

            awaitCause(subscriber, Cause.UNREACHABLE);
        }
    }

    @Test
    void namesAPublisherThatIsSomethingElse() throws IOException {
        try (XmlRpcServer other =
                XmlRpcServer.start("ros-other", RosHost.loopback().socketAddress(0), Map.of())) {
            Subscriber<StringMessage> subscriber = subscribeTo(URI.create("http://127.0.0.1:" + other.port() + "/"));

            awaitCause(subscriber, Cause.BAD_ANSWER);
        }
    }

    @Test
    void namesASilentPublisherWithBothAddresses() {
        talker.advertise(CHATTER, StringMessage.TYPE, false);
        Subscriber<StringMessage> subscriber = listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);

        awaitCause(subscriber, Cause.SILENT);

        TopicHealth health = subscriber.health(LONG);
        assertThat(health.detail())
                .contains(talker.uri().toString(), listener.uri().toString())
                .contains(health.links().get(0).dataAddress());
    }

    @Test
    void saysWhenMessagesCannotBeUsed() {
        Publisher<StringMessage> publisher = talker.advertise(CHATTER, StringMessage.TYPE, false);
        Subscriber<StringMessage> subscriber = listener.subscribe(CHATTER, StringMessage.TYPE, message -> {
            if (message.data().isEmpty()) {
                throw new IllegalStateException("empty");
            }
        });
        Await.until("linked", () -> publisher.subscriberCount() == 1);

        publisher.publish(new StringMessage(""));
        awaitCause(subscriber, Cause.UNREADABLE);
        publisher.publish(new StringMessage("fine"));
        awaitCause(subscriber, Cause.OK);
    }

    @Test
    void leavesAPublisherThatMovedWithoutEndingTheLink() throws Exception {
        try (ServerSocket oldPlace = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ServerSocket newPlace = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int[] port = {oldPlace.getLocalPort()};
            try (XmlRpcServer api = XmlRpcServer.start(
                    "ros-mover",
                    RosHost.loopback().socketAddress(0),
                    Map.of("requestTopic", call -> List.of(1, "", List.of("TCPROS", "127.0.0.1", port[0]))))) {
                subscribeTo(URI.create("http://127.0.0.1:" + api.port() + "/"));
                try (Socket halfOpen = serveHeader(oldPlace)) {
                    port[0] = newPlace.getLocalPort();
                    try (Socket live = serveHeader(newPlace)) {
                        live.getOutputStream()
                                .write(StringMessage.TYPE.serializeWithLength(new StringMessage("from the new place")));

                        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(new StringMessage("from the new place"));
                        assertThat(halfOpen.getInputStream().read())
                                .as("the dead link was ended")
                                .isEqualTo(-1);
                    }
                }
            }
        }
    }

    @Test
    void leavesAPublisherThatVanishedWithoutEndingTheLink() throws Exception {
        try (ServerSocket data = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            XmlRpcServer api = XmlRpcServer.start(
                    "ros-vanishing",
                    RosHost.loopback().socketAddress(0),
                    Map.of(
                            "requestTopic",
                            call -> List.of(1, "", List.of("TCPROS", "127.0.0.1", data.getLocalPort()))));
            Subscriber<StringMessage> subscriber = subscribeTo(URI.create("http://127.0.0.1:" + api.port() + "/"));
            try (Socket halfOpen = serveHeader(data)) {
                Await.until("linked", () -> subscriber.connectionCount() == 1);
                api.close();

                awaitCause(subscriber, Cause.REFUSED);
                assertThat(subscriber.connectionCount()).isZero();
                assertThat(halfOpen.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    private static Socket serveHeader(ServerSocket server) throws IOException {
        server.setSoTimeout(5000);
        Socket socket = server.accept();
        TcpRos.readHeader(socket.getInputStream());
        socket.getOutputStream()
                .write(TcpRos.encodeHeader(
                        Map.of("md5sum", StringMessage.TYPE.md5(), "type", StringMessage.TYPE.name())));
        return socket;
    }

    private Subscriber<StringMessage> subscribeTo(URI publisher) {
        Subscriber<StringMessage> subscriber = listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);
        subscriber.links().publisherUpdate(List.of(publisher));
        return subscriber;
    }
}
