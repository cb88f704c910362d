package armfarm.ros;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.DriverException;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.LogMessage;
import armfarm.ros.messages.SetBoolService;
import armfarm.ros.xmlrpc.XmlRpcCall;
import armfarm.ros.xmlrpc.XmlRpcCodec;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand damaged inputs at everything that reads bytes from other machines. Each is either read or refused with a
 * protocol error, in bounded time, and takes memory by its own length and not by what it promises.
 */
class FuzzTest {
    private static final long SEED = 20261122;
    private static final int INPUTS = 10_000;

    /** A parser's own buffers and, for the largest inputs here, what it makes of them. */
    private static final long MOST_BYTES = 4 << 20;

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** Reads bytes as they come from a peer. */
    private interface Target {
        void read(byte[] input) throws IOException;
    }

    /** A reader and what it takes. */
    private record Case(String name, Target target, Bytes good) {}

    /** Bytes that are not compared. */
    private record Bytes(ByteArray value) {
        static Bytes of(byte[] bytes) {
            return new Bytes(new ByteArray(bytes));
        }
    }

    private static List<Case> cases() {
        byte[] header = TcpRos.encodeHeader(Map.of(
                "callerid", "/x", "topic", "/chatter", "type", "std_msgs/String", "md5sum", "*", "tcp_nodelay", "1"));
        Header stamp = new Header(1, Instant.ofEpochSecond(7, 8), "camera");
        byte[] image = ImageMessage.TYPE.serializeWithLength(
                new ImageMessage(stamp, 4, 4, "rgb8", 0, 12, new ByteArray(new byte[48])));
        byte[] log = LogMessage.TYPE.serialize(
                new LogMessage(stamp, LogMessage.INFO, "/n", "text", "f.cpp", "main", 3, List.of("/a", "/b")));
        byte[] answer = SetBoolService.TYPE.response().serialize(new SetBoolService.Response(true, "done"));
        byte[] call = XmlRpcCodec.encodeCall(new XmlRpcCall(
                "setParam", List.of("/x", "/p", Map.of("a", 1, "b", List.of(1.5, true, "t"), "c", new byte[9]))));
        byte[] response = XmlRpcCodec.encodeResponse(List.of(1, "ready", List.of("TCPROS", "robot", 4711)));
        return List.of(
                new Case("TCPROS header", in -> TcpRos.readHeader(new ByteArrayInputStream(in)), Bytes.of(header)),
                new Case("TCPROS stream", FuzzTest::readMessages, Bytes.of(image)),
                new Case("rosgraph_msgs/Log", LogMessage.TYPE::deserialize, Bytes.of(log)),
                new Case("service answer", SetBoolService.TYPE.response()::deserialize, Bytes.of(answer)),
                new Case("XML-RPC call", XmlRpcCodec::decodeCall, Bytes.of(call)),
                new Case("XML-RPC response", XmlRpcCodec::decodeResponse, Bytes.of(response)));
    }

    private static void readMessages(byte[] input) throws IOException {
        BlockReader reader = new BlockReader(new ByteArrayInputStream(input), TcpRos.MAX_MESSAGE_BYTES);
        for (int i = 0; i <= input.length; i++) {
            ImageMessage.TYPE.deserialize(reader.read());
        }
        throw new AssertionError("read more messages than there are bytes");
    }

    @Test
    void everyDamagedInputIsReadOrRefused() {
        List<Case> cases = cases();
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            Case fuzzed = cases.get(i % cases.size());
            byte[] input =
                    i % 50 < 6 ? garbage() : damaged(fuzzed.good().value().bytes());
            refused += survives(fuzzed, input, i) ? 0 : 1;
        }

        assertThat(refused).as("most of these inputs are wrong").isBetween(INPUTS / 4, INPUTS - 100);
    }

    /** @return whether the input was read */
    private static boolean survives(Case fuzzed, byte[] input, int number) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long bytesBefore = threads.getThreadAllocatedBytes(thread);
        long nanosBefore = System.nanoTime();
        boolean read = true;
        try {
            fuzzed.target().read(input);
        } catch (IOException | DriverException e) {
            read = false;
        }
        String which = fuzzed.name() + ", input " + number + " of seed " + SEED;
        assertThat(threads.getThreadAllocatedBytes(thread) - bytesBefore)
                .as("memory for %s, %s bytes", which, input.length)
                .isLessThan(MOST_BYTES);
        assertThat(System.nanoTime() - nanosBefore).as("time for %s", which).isLessThan(LONGEST.toNanos());
        return read;
    }

    private byte[] garbage() {
        byte[] bytes = new byte[random.nextInt(600)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] damaged(byte[] good) {
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            bytes = changed(bytes, random.nextInt(bytes.length));
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes, int at) {
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] = (byte) random.nextInt(256);
            case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                // A length field that promises two to four gigabytes, or nearly the limit.
                int length = random.nextBoolean() ? -1 - random.nextInt(100) : TcpRos.MAX_MESSAGE_BYTES - 1;
                for (int i = 0; i < 4 && at + i < bytes.length; i++) {
                    bytes[at + i] = (byte) (length >>> (8 * i));
                }
            }
            case 4 -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
                System.arraycopy(bytes, at, longer, at + longer.length - bytes.length, bytes.length - at);
                return longer;
            }
            default -> {
                int from = random.nextInt(bytes.length);
                int count = Math.min(bytes.length - Math.max(from, at), 1 + random.nextInt(16));
                System.arraycopy(bytes, from, bytes, at, count);
            }
        }
        return bytes;
    }
}
