package armfarm.ros.bench;

import armfarm.messages.DriverException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Debian's ROS programs that receive the same images. Closing deletes what they wrote; they must have ended then. */
final class DebianPeers implements AutoCloseable {
    private static final String RECORD = "/usr/lib/rosbag/record";
    private static final String MUX = "/usr/lib/topic_tools/mux";
    private static final String PYTHON = "/usr/bin/python3";
    private static final Path ROSPY = Path.of("/usr/lib/python3/dist-packages/rospy");
    private static final Path PYTHON_IMAGE = Path.of("/usr/lib/python3/dist-packages/sensor_msgs");

    /** A bag in memory: what is measured is receiving, not a disk. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path folder;
    private final Map<String, String> environment;
    private final List<String> topics;

    DebianPeers(URI master, int cameras) {
        requirePackages();
        try {
            folder = Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : tempFolder(), "armfarm-bench-ros");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        topics = IntStream.range(0, cameras)
                .mapToObj(camera -> BenchImages.topic(camera).path())
                .toList();
        environment = Map.of(
                "ROS_MASTER_URI",
                master.toString(),
                "ROS_IP",
                "127.0.0.1",
                "ROS_HOSTNAME",
                "127.0.0.1",
                "ROS_HOME",
                folder.toString(),
                "ROS_LOG_DIR",
                folder.toString(),
                "PYTHONUNBUFFERED",
                "1");
    }

    private static Path tempFolder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static void requirePackages() {
        List<String> missing = new ArrayList<>();
        Map.of(
                        Path.of(RECORD),
                        "python3-rosbag",
                        Path.of(MUX),
                        "topic-tools",
                        ROSPY,
                        "python3-rospy",
                        PYTHON_IMAGE,
                        "python3-sensor-msgs")
                .forEach((file, name) -> {
                    if (!Files.exists(file)) {
                        missing.add(name);
                    }
                });
        if (!missing.isEmpty()) {
            missing.sort(Comparator.naturalOrder());
            throw new DriverException("The comparison needs ROS 1 as Debian packages it; missing: "
                    + String.join(", ", missing) + ". Install with: apt-get install --no-install-recommends "
                    + String.join(" ", missing));
        }
    }

    /** C++: receives everything, queues it and writes it; only the newest bags are kept. */
    BenchProcess rosbagRecord() {
        List<String> command = new ArrayList<>(List.of(
                RECORD,
                "--split",
                "--size=64",
                "--max-splits=2",
                "--buffsize=0",
                "-O",
                folder.resolve("bench").toString()));
        command.addAll(topics);
        return new BenchProcess("rosbag record", environment, command);
    }

    /** C++: receives everything and, as nobody listens to it, throws it away. */
    BenchProcess mux() {
        List<String> command = new ArrayList<>(List.of(MUX, "/bench/selected"));
        command.addAll(topics);
        return new BenchProcess("topic_tools mux", environment, command);
    }

    BenchProcess rospy() {
        Path script = folder.resolve("rospy_subscriber.py");
        try (InputStream in = DebianPeers.class.getResourceAsStream("rospy_subscriber.py")) {
            Files.copy(in, script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of(PYTHON, script.toString()));
        command.addAll(topics);
        return new BenchProcess("rospy subscriber", environment, command);
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new DriverException("Cannot delete " + folder + ": " + e.getMessage(), e);
        }
    }
}
