package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.JointState;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.SetBoolService;
import armfarm.ros.messages.StringMessage;
import armfarm.ros.xmlrpc.XmlRpcCall;
import armfarm.ros.xmlrpc.XmlRpcCodec;
import armfarm.ros.xmlrpc.XmlRpcServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers that send nonsense: every node and the master go on working and keep no thread for them. */
class MalformedInputIT {
    private static final JointState JOINTS =
            RosMessages.jointState(Instant.EPOCH, List.of("a", "b", "c"), new double[3]);

    private static final long SEED = 20260102;
    private static final int INPUTS = 250;
    private static final GraphName CHATTER = GraphName.of("/chatter");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private final RosNode talker = RosNode.start(GraphName.of("/talker"), master.uri(), RosHost.loopback());
    private final RosNode listener = RosNode.start(GraphName.of("/listener"), master.uri(), RosHost.loopback());
    private final BlockingQueue<StringMessage> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void closesWithoutLeavingThreads() {
        talker.close();
        listener.close();
        master.close();
        Await.until("no ROS thread is left", () -> RosThreads.alive().isEmpty());
    }

    @Test
    void publishersAndXmlRpcServersSurviveNonsense() throws Exception {
        Publisher<StringMessage> publisher = talker.advertise(CHATTER, StringMessage.TYPE, true);
        int tcpRosPort = RosNodeIT.tcpRosPort(talker);
        byte[] header = TcpRos.encodeHeader(Map.of(
                "callerid", "/x", "topic", "/chatter", "type", "std_msgs/String", "md5sum", StringMessage.TYPE.md5()));
        byte[] call = XmlRpcCodec.encodeCall(
                new XmlRpcCall("registerPublisher", List.of("/x", "/t", "std_msgs/String", "http://127.0.0.1:1/")));
        byte[] request = ("POST /RPC2 HTTP/1.1\r\nContent-Length: " + call.length + "\r\n\r\n"
                        + new String(call, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);

        talker.serve(
                GraphName.of("/light"), SetBoolService.TYPE, asked -> new SetBoolService.Response(asked.data(), ""));
        byte[] serviceCall = concatenated(
                TcpRos.encodeHeader(Map.of(
                        "callerid", "/x", "service", "/light", "md5sum", SetBoolService.TYPE.md5(), "persistent", "1")),
                SetBoolService.TYPE.request().serializeWithLength(new SetBoolService.Request(true)));

        for (int i = 0; i < INPUTS; i++) {
            send(tcpRosPort, damaged(header));
            send(tcpRosPort, damaged(serviceCall));
            send(i % 2 == 0 ? master.uri().getPort() : talker.uri().getPort(), damaged(request));
        }

        listener.subscribe(CHATTER, StringMessage.TYPE, heard::add);
        publisher.publish(new StringMessage("still here"));
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(new StringMessage("still here"));
        assertThat(listener.serviceClient(GraphName.of("/light"), SetBoolService.TYPE)
                        .call(new SetBoolService.Request(true), Duration.ofSeconds(5))
                        .success())
                .isTrue();
        Await.until("only the listener is served", () -> publisher.subscriberCount() == 1);
        Await.until(
                "threads of nonsense connections have ended: " + RosThreads.alive(),
                () -> RosThreads.alive().stream()
                                .filter(name -> name.startsWith("ros-out/talker"))
                                .count()
                        == 1);
    }

    @Test
    void aSubscriberSurvivesAPublisherThatSendsNonsense() throws Exception {
        GraphName topic = GraphName.of("/joints");
        Subscriber<JointStateMessage> subscriber =
                listener.subscribe(topic, JointStateMessage.TYPE, message -> heard.add(new StringMessage("joints")));
        byte[] answer = TcpRos.encodeHeader(
                Map.of("md5sum", JointStateMessage.TYPE.md5(), "type", JointStateMessage.TYPE.name()));
        byte[] message = JointStateMessage.TYPE.serializeWithLength(RosMessages.jointStateMessage(JOINTS));
        try (ServerSocket nonsense = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                XmlRpcServer fakeApi = serveRequestTopic(nonsense.getLocalPort())) {
            URI api = URI.create("http://127.0.0.1:" + fakeApi.port() + "/");
            subscriber.links().publisherUpdate(List.of(api));
            for (int i = 0; i < 20; i++) {
                subscriber.links().publisherUpdate(List.of(api));
                try (Socket socket = nonsense.accept()) {
                    TcpRos.readHeader(new DataInputStream(socket.getInputStream()));
                    socket.getOutputStream().write(i % 4 == 0 ? damaged(answer) : answer);
                    socket.getOutputStream().write(damaged(message));
                } catch (IOException e) {
                    assertThat(e).as("the subscriber hung up first").hasMessageMatching("(?i).*(reset|broken pipe).*");
                }
            }
            subscriber.links().publisherUpdate(List.of());
        }

        Publisher<JointStateMessage> real = talker.advertise(topic, JointStateMessage.TYPE, false);
        Await.until("linked to the real publisher", () -> real.subscriberCount() == 1);
        heard.clear();
        real.publish(RosMessages.jointStateMessage(JOINTS));
        assertThat(heard.poll(5, TimeUnit.SECONDS)).isNotNull();
    }

    private static XmlRpcServer serveRequestTopic(int tcpRosPort) throws IOException {
        return XmlRpcServer.start(
                "ros-fake",
                RosHost.loopback().socketAddress(0),
                Map.of("requestTopic", call -> List.of(1, "", List.of("TCPROS", "127.0.0.1", tcpRosPort))));
    }

    private void send(int port, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            socket.setSoTimeout(1);
            in.readNBytes(64);
        } catch (SocketTimeoutException e) {
            assertThat(e)
                    .as("a publisher that took the header has nothing to say")
                    .isNotNull();
        } catch (IOException e) {
            assertThat(e).as("the peer hung up").hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private byte[] damaged(byte[] good) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : good) {
            bytes.add(b);
        }
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.size());
            switch (random.nextInt(4)) {
                case 0 -> bytes.set(at, (byte) random.nextInt(256));
                case 1 -> bytes.subList(at, bytes.size()).clear();
                case 2 -> bytes.addAll(at, Arrays.asList((byte) random.nextInt(256), (byte) 0xFF, (byte) 0xFF));
                default -> bytes.set(random.nextInt(Math.min(8, bytes.size())), (byte) random.nextInt(256));
            }
            if (bytes.isEmpty()) {
                bytes.add((byte) 0);
            }
        }
        byte[] result = new byte[bytes.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = bytes.get(i);
        }
        return result;
    }
}
