package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.DriverException;
import armfarm.ros.messages.EmptyService;
import armfarm.ros.messages.SetBoolService;
import armfarm.ros.messages.TriggerService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RosServiceIT {
    private static final GraphName LIGHT = GraphName.of("/light");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final SetBoolService.Request ON = new SetBoolService.Request(true);

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private final RosNode server = node("/server");
    private final RosNode caller = node("/caller");

    private RosNode node(String name) {
        return RosNode.start(GraphName.of(name), master.uri(), RosHost.loopback());
    }

    @AfterEach
    void closesWithoutLeavingThreads() {
        server.close();
        caller.close();
        master.close();
        Await.until("no ROS thread is left", () -> RosThreads.alive().isEmpty());
    }

    private ServiceServer<SetBoolService.Request, SetBoolService.Response> offerLight(RosNode node) {
        return node.serve(
                LIGHT, SetBoolService.TYPE, request -> new SetBoolService.Response(true, "now " + request.data()));
    }

    @Test
    void answersSingleAndPersistentCalls() {
        ServiceServer<?, ?> light = offerLight(server);
        ServiceClient<SetBoolService.Request, SetBoolService.Response> single =
                caller.serviceClient(LIGHT, SetBoolService.TYPE);
        ServiceClient<SetBoolService.Request, SetBoolService.Response> persistent =
                caller.persistentServiceClient(LIGHT, SetBoolService.TYPE);

        for (int i = 0; i < 5; i++) {
            SetBoolService.Request request = new SetBoolService.Request(i % 2 == 0);
            SetBoolService.Response expected = new SetBoolService.Response(true, "now " + request.data());
            assertThat(single.call(request, TIMEOUT)).isEqualTo(expected);
            assertThat(persistent.call(request, TIMEOUT)).isEqualTo(expected);
        }

        assertThat(light.callCount()).isEqualTo(10);
        assertThat(light.failedCount()).isZero();
        assertThat(caller.master().state().services()).containsEntry("/light", java.util.List.of("/server"));
    }

    @Test
    void tellsTheCallerWhyAHandlerFailed() {
        ServiceServer<?, ?> light = server.serve(LIGHT, SetBoolService.TYPE, request -> {
            throw new IllegalStateException("the bulb is gone");
        });
        ServiceClient<SetBoolService.Request, SetBoolService.Response> client =
                caller.persistentServiceClient(LIGHT, SetBoolService.TYPE);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> client.call(ON, TIMEOUT))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            e -> assertThat(e.reason()).isEqualTo(ServiceException.Cause.REFUSED))
                    .hasMessageContaining("the bulb is gone")
                    .hasMessageContaining("/light");
        }
        assertThat(light.failedCount()).isEqualTo(2);
    }

    @Test
    void namesBothSumsWhenTheTypesDiffer() {
        offerLight(server);
        ServiceClient<TriggerService.Request, TriggerService.Response> client =
                caller.serviceClient(LIGHT, TriggerService.TYPE);

        assertThatThrownBy(() -> client.call(new TriggerService.Request(), TIMEOUT))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.reason()).isEqualTo(ServiceException.Cause.TYPE_MISMATCH))
                .hasMessageContaining(SetBoolService.TYPE.md5())
                .hasMessageContaining(TriggerService.TYPE.md5());
    }

    @Test
    void saysWhatIsMissing() {
        ServiceClient<EmptyService.Request, EmptyService.Response> client =
                caller.serviceClient(GraphName.of("/none"), EmptyService.TYPE);

        assertThatThrownBy(() -> client.call(new EmptyService.Request(), TIMEOUT))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.reason()).isEqualTo(ServiceException.Cause.UNAVAILABLE))
                .hasMessageContaining("/none")
                .hasMessageContaining(master.uri().toString());
    }

    @Test
    void saysWhichAddressDoesNotAnswer() throws IOException {
        int closedPort;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = taken.getLocalPort();
        }
        server.master().registerService(LIGHT, URI.create("rosrpc://127.0.0.1:" + closedPort), server.uri());

        assertThatThrownBy(
                        () -> caller.serviceClient(LIGHT, SetBoolService.TYPE).call(ON, TIMEOUT))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.reason()).isEqualTo(ServiceException.Cause.UNAVAILABLE))
                .hasMessageContaining("rosrpc://127.0.0.1:" + closedPort);
    }

    @Test
    void waitsNoLongerThanTheTimeout() {
        CountDownLatch release = new CountDownLatch(1);
        server.serve(LIGHT, SetBoolService.TYPE, request -> {
            await(release);
            return new SetBoolService.Response(true, "late");
        });
        ServiceClient<SetBoolService.Request, SetBoolService.Response> client =
                caller.serviceClient(LIGHT, SetBoolService.TYPE);

        assertThatThrownBy(() -> client.call(ON, Duration.ofMillis(200)))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.reason()).isEqualTo(ServiceException.Cause.TIMED_OUT));
        release.countDown();
    }

    @Test
    void aPersistentClientFollowsAServerThatMoved() {
        RosNode first = node("/first");
        offerLight(first);
        ServiceClient<SetBoolService.Request, SetBoolService.Response> client =
                caller.persistentServiceClient(LIGHT, SetBoolService.TYPE);
        client.call(ON, TIMEOUT);
        first.close();
        offerLight(server);

        assertThat(client.awaitAvailable(TIMEOUT)).isTrue();
        assertThat(client.call(ON, TIMEOUT).success()).isTrue();
    }

    @Test
    void probesWithoutCalling() {
        ServiceServer<?, ?> light = offerLight(server);

        caller.serviceClient(LIGHT, SetBoolService.TYPE).probe(TIMEOUT);

        assertThat(light.callCount()).isZero();
    }

    @Test
    void answersAProbeThatDoesNotKnowTheType() throws IOException {
        offerLight(server);
        URI address = caller.master().lookupService(LIGHT);

        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(TcpRos.encodeHeader(
                            Map.of("callerid", "/raw", "service", "/light", "md5sum", "*", "probe", "1")));

            assertThat(TcpRos.readHeader(socket.getInputStream()))
                    .containsEntry("type", "std_srvs/SetBool")
                    .containsEntry("md5sum", SetBoolService.TYPE.md5())
                    .containsEntry("request_type", "std_srvs/SetBoolRequest");
            assertThat(socket.getInputStream().read())
                    .as("the server ends a probe")
                    .isEqualTo(-1);
        }
    }

    @Test
    void survivesARequestThatCannotBeRead() throws IOException {
        ServiceServer<?, ?> light = offerLight(server);
        URI address = caller.master().lookupService(LIGHT);

        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(TcpRos.encodeHeader(Map.of("callerid", "/raw", "service", "/light", "md5sum", "*")));
            TcpRos.readHeader(socket.getInputStream());
            socket.getOutputStream().write(new byte[] {2, 0, 0, 0, 1, 1});

            assertThat(socket.getInputStream().read()).isZero();
            assertThat(new String(
                            new BlockReader(socket.getInputStream(), 1000).read(),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .contains("std_srvs/SetBoolRequest", "1 bytes left");
        }
        assertThat(light.failedCount()).isEqualTo(1);
        assertThat(caller.serviceClient(LIGHT, SetBoolService.TYPE)
                        .call(ON, TIMEOUT)
                        .success())
                .isTrue();
    }

    @Test
    void endsWaitingCallsWhenTheServerCloses() {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        server.serve(LIGHT, SetBoolService.TYPE, request -> {
            called.countDown();
            await(release);
            return new SetBoolService.Response(true, "never sent");
        });
        new Thread(() -> {
                    await(called);
                    server.close();
                    release.countDown();
                })
                .start();

        assertThatThrownBy(
                        () -> caller.serviceClient(LIGHT, SetBoolService.TYPE).call(ON, TIMEOUT))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.reason()).isEqualTo(ServiceException.Cause.LINK_LOST));
    }

    @Test
    void refusesToOfferTwiceAndWithdrawsOnClose() {
        ServiceServer<?, ?> light = offerLight(server);

        assertThatThrownBy(() -> offerLight(server))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("/light");
        light.close();

        assertThat(caller.master().state().services()).isEmpty();
        offerLight(server);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
