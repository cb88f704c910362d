package armfarm.ros.bag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import armfarm.ros.GraphName;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import armfarm.ros.RosNode;
import armfarm.ros.messages.StringMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bags written here and read by Debian's rosbag, and the other way round. */
class RosbagInteropIT {
    private static final Path ROSBAG = Path.of("/usr/bin/rosbag");

    @TempDir
    private Path folder;

    @BeforeEach
    void needsRosbag() {
        assumeThat(Files.isExecutable(ROSBAG))
                .as("package python3-rosbag not installed")
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "BZ2", "LZ4"})
    void rosbagReadsWhatWeWrite(BagCompression compression) throws Exception {
        Path bag = Recordings.write(folder.resolve("ours.bag"), compression);

        assertThat(rosbag("info", "-y", bag.toString()))
                .contains("messages: 15")
                .contains("indexed: True")
                .contains("compression: " + compression.bagName())
                .contains("type: sensor_msgs/Image")
                .contains("md5: 060021388200f6f0f447d0fcd9c64743");
        assertThat(python("""
                import hashlib, rosbag, sys
                for topic, message, time in rosbag.Bag(sys.argv[1]).read_messages():
                    if topic == '/camera':
                        print(topic, time, message.width, message.encoding, hashlib.md5(message.data).hexdigest())
                    else:
                        print(topic, time, message.data)
                """, bag.toString()).lines())
                .hasSize(15)
                .contains("/chatter 1700000000123456789 hello 0")
                .anyMatch(line -> line.startsWith("/camera 1700000000173456789 640 mono8 "));
    }

    /** rosbag compares definitions with their comments, which we do not write; for such types it offers the same type. */
    @Test
    void rosbagFindsNothingThatCannotBePlayed() throws Exception {
        Path bag = Recordings.write(folder.resolve("ours.bag"), BagCompression.LZ4);

        assertThat(rosbag("check", bag.toString()))
                .contains("Bag is ready to be migrated")
                .contains("To:   sensor_msgs/Image [060021388200f6f0f447d0fcd9c64743]")
                .doesNotContain("std_msgs/String");
    }

    @Test
    void rosbagPlaysWhatWeWrite() throws Exception {
        Path bag = Recordings.write(folder.resolve("ours.bag"), BagCompression.LZ4);
        try (RosMaster master = RosMaster.start(RosHost.loopback(), 0);
                RosNode node = RosNode.start(GraphName.of("/listener"), master.uri(), RosHost.loopback())) {
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            node.subscribe(GraphName.of("/chatter"), StringMessage.TYPE, message -> heard.add(message.data()));

            rosbag(
                    Map.of("ROS_MASTER_URI", master.uri().toString(), "ROS_IP", "127.0.0.1"),
                    "play",
                    "-q",
                    "-d",
                    "2",
                    bag.toString());

            for (int i = 0; i < 10; i++) {
                assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("hello " + i);
            }
        }
    }

    @Test
    void rosbagRepacksAndFiltersWhatWeWrite() throws Exception {
        Path bag = Recordings.write(folder.resolve("ours.bag"), BagCompression.NONE);
        BagContent ours = BagContent.read(bag);
        for (String packing : List.of("--lz4", "--bz2")) {
            rosbag("compress", packing, "-f", bag.toString());

            BagContent packed = BagContent.read(bag);
            assertThat(packed.problems()).isEmpty();
            assertThat(packed.messages()).extracting(BagMessage::data).isEqualTo(data(ours));
        }
        Path filtered = folder.resolve("filtered.bag");
        rosbag("filter", bag.toString(), filtered.toString(), "topic == '/chatter'");
        assertThat(BagContent.read(filtered).texts())
                .isEqualTo(IntStream.range(0, 10).mapToObj(i -> "hello " + i).toList());
    }

    @Test
    void rosbagReindexesABagOfOursThatWasCut() throws Exception {
        Path bag = Recordings.write(folder.resolve("ours.bag"), BagCompression.NONE);
        byte[] bytes = Files.readAllBytes(bag);
        int indexOffset = (int)
                (long) BagContent.read(bag).index().orElseThrow().chunkOffsets().get(1);
        byte[] cut = java.util.Arrays.copyOf(bytes, indexOffset);
        System.arraycopy(
                new byte[8],
                0,
                cut,
                new String(cut, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("index_pos=") + 10,
                8);
        Files.write(bag, cut);
        int whole = BagContent.read(bag).messages().size();

        rosbag("reindex", "-f", bag.toString());

        assertThat(whole).isPositive();
        assertThat(rosbag("info", "-y", bag.toString()))
                .contains("messages: " + whole)
                .contains("indexed: True");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "bz2", "lz4"})
    void weReadWhatRosbagWrites(String compression) throws Exception {
        Path bag = folder.resolve("theirs.bag");
        python(WRITE, bag.toString(), compression, "close");

        BagContent read = BagContent.read(bag);

        assertThat(read.problems()).isEmpty();
        assertThat(read.messages()).hasSize(300);
        assertThat(read.texts()).hasSize(200).contains("message 0 " + "x".repeat(500));
        assertThat(read.index().orElseThrow().messageCount()).isEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "bz2", "lz4"})
    void weReadWhatIsWholeOfARecordingThatWasKilled(String compression) throws Exception {
        Path bag = folder.resolve("theirs.bag");
        python(WRITE, bag.toString(), compression, "kill");

        BagContent read = BagContent.read(bag);

        assertThat(read.index()).isEmpty();
        assertThat(read.problems()).isNotEmpty();
        // Packed with bz2 or lz4 the chunk at work is in the recorder's memory.
        assertThat(read.messages().size()).isBetween(compression.equals("none") ? 300 : 150, 300);
        assertThat(read.texts()).startsWith("message 0 " + "x".repeat(500));
    }

    private static final String WRITE = """
            import os, signal, sys, genpy, rosbag
            from std_msgs.msg import String, UInt8
            bag = rosbag.Bag(sys.argv[1], 'w', compression=sys.argv[2], chunk_threshold=20000)
            for i in range(200):
                bag.write('/chatter', String('message %d %s' % (i, 'x' * 500)), genpy.Time(1000 + i, 5))
                if i % 2:
                    bag.write('/count', UInt8(i), genpy.Time(1000 + i, 6))
            if sys.argv[3] == 'kill':
                bag._file.flush()
                os._exit(0)
            bag.close()
            """;

    private static List<?> data(BagContent bag) {
        return bag.messages().stream().map(BagMessage::data).toList();
    }

    private String rosbag(String... arguments) throws Exception {
        return rosbag(Map.of(), arguments);
    }

    private String rosbag(Map<String, String> environment, String... arguments) throws Exception {
        return run(environment, concat(List.of(ROSBAG.toString()), arguments));
    }

    private String python(String program, String... arguments) throws Exception {
        return run(Map.of(), concat(List.of("/usr/bin/python3", "-c", program), arguments));
    }

    private static List<String> concat(List<String> first, String... rest) {
        return Stream.concat(first.stream(), Arrays.stream(rest)).toList();
    }

    private String run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
