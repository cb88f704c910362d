package armfarm.ros.bag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MCAP files read by Foxglove's own Python reader, where the environment has one. */
class McapReaderIT {
    private static final String READ = """
            import sys
            from mcap.reader import make_reader
            from mcap.stream_reader import StreamReader
            with open(sys.argv[1], 'rb') as file:
                reader = make_reader(file, validate_crcs=True)
                summary = reader.get_summary()
                print('profile', reader.get_header().profile)
                print('messages', summary.statistics.message_count, 'chunks', len(summary.chunk_indexes))
                for schema, channel, message in reader.iter_messages():
                    print(channel.topic, schema.name, schema.encoding, message.log_time, message.sequence, len(message.data))
            with open(sys.argv[1], 'rb') as file:
                print('records', sum(1 for _ in StreamReader(file, validate_crcs=True).records))
            try:
                from mcap_ros1.reader import read_ros1_messages
                for message in read_ros1_messages(sys.argv[1]):
                    if message.topic == '/chatter':
                        print('decoded', message.ros_msg.data)
            except ImportError:
                print('decoded not')
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"NONE", "LZ4", "ZSTD"})
    void foxglovesReaderAcceptsTheFile(BagCompression compression) throws Exception {
        String python = System.getenv().getOrDefault("ARMFARM_PYTHON", "python3");
        assumeThat(run(python, "-c", "import mcap.reader, lz4, zstandard"))
                .as(
                        "Python package mcap not installed; ./check installs it, or name a Python that has it with ARMFARM_PYTHON")
                .doesNotContain("Error");
        Path file = Recordings.write(folder.resolve("ours.mcap"), compression);

        String read = run(python, "-c", READ, file.toString());

        assertThat(read.lines().toList())
                .contains("profile ros1", "messages 15 chunks 2")
                .contains("/chatter std_msgs/String ros1msg 1700000000123456789 0 11")
                .contains("/camera sensor_msgs/Image ros1msg 1700000000973456789 4 307248")
                .anyMatch(line -> line.equals("decoded hello 9") || line.equals("decoded not"));
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return Files.readString(output);
        } catch (IOException e) {
            return "Error: " + e.getMessage();
        }
    }
}
