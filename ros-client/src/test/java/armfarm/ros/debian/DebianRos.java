package armfarm.ros.debian;

import armfarm.messages.DriverException;
import armfarm.ros.Await;
import armfarm.ros.GraphName;
import armfarm.ros.MasterApi;
import armfarm.ros.RosHost;
import armfarm.ros.RosNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Debian's ROS programs against one master, on loopback and with a home folder of their own. Closing ends every program
 * that was started.
 */
final class DebianRos implements AutoCloseable {
    static final String PYTHON = "/usr/bin/python3";

    private final Path folder;
    private final URI master;
    private final Map<String, String> environment;
    private final List<DebianProcess> started = new ArrayList<>();

    private DebianRos(URI master) {
        this.master = master;
        try {
            folder = Files.createTempDirectory("armfarm-ros-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        environment = new HashMap<>(Map.of(
                "ROS_MASTER_URI", master.toString(),
                "ROS_IP", "127.0.0.1",
                "ROS_HOSTNAME", "127.0.0.1",
                "ROS_HOME", folder.toString(),
                "ROS_LOG_DIR", folder.resolve("log").toString(),
                "PATH", "/usr/bin:/bin",
                "PYTHONUNBUFFERED", "1",
                "PYTHONDONTWRITEBYTECODE", "1",
                "PYTHONPATH", folder.resolve("python").toString()));
    }

    /** Programs that use another master. */
    static DebianRos at(URI master) {
        return new DebianRos(master);
    }

    /** Programs with Debian's rosmaster, which answers when this returns. */
    static DebianRos withMaster() {
        DebianRos ros = new DebianRos(URI.create("http://127.0.0.1:" + freePort() + "/"));
        try {
            ros.startMaster();
            return ros;
        } catch (RuntimeException | AssertionError e) {
            ros.close();
            throw e;
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI master() {
        return master;
    }

    Path folder() {
        return folder;
    }

    /** Starts rosmaster at this object's address; again after the last one was closed. */
    private void startMaster() {
        start(PYTHON, "/usr/bin/rosmaster", "--core", "-p", Integer.toString(master.getPort()));
        MasterApi api = new MasterApi(master, GraphName.of("/test"), Duration.ofSeconds(5));
        Await.until("rosmaster answers", () -> answers(api));
    }

    private static boolean answers(MasterApi api) {
        try {
            api.publishers();
            return true;
        } catch (DriverException e) {
            return false;
        }
    }

    /** Kills rosmaster, which forgets everything with that, and starts another at the same address. */
    void restartMaster() {
        started.get(0).close();
        startMaster();
    }

    DebianProcess start(String... command) {
        DebianProcess process = new DebianProcess(environment, command);
        started.add(process);
        return process;
    }

    /** A script of the folder ros1 in the test resources. */
    DebianProcess script(String name, String... arguments) {
        return start(Stream.concat(Stream.of(PYTHON, scripts().resolve(name).toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** Runs a program to its end. @return what it printed */
    String run(String... command) {
        return start(command).output();
    }

    /** Makes control_msgs, which Debian lacks, importable for the scripts. */
    DebianRos withControlMessages() {
        script("make_control_msgs.py", pythonPath().toString()).output();
        return this;
    }

    Path pythonPath() {
        return folder.resolve("python");
    }

    /** One of our nodes at the same master. */
    RosNode node(String name) {
        return RosNode.start(GraphName.of(name), master, RosHost.loopback());
    }

    /** Copied beside the programs: for tests of other modules the scripts are in a jar, which Python does not read. */
    private Path scripts() {
        Path scripts = folder.resolve("ros1");
        if (Files.isDirectory(scripts)) {
            return scripts;
        }
        try {
            URI inside = DebianRos.class.getResource("/ros1").toURI();
            if (inside.getScheme().equals("file")) {
                return Path.of(inside);
            }
            try (FileSystem jar = FileSystems.newFileSystem(inside, Map.of());
                    Stream<Path> files = Files.walk(jar.getPath("/ros1"))) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(file.toString().substring(1)));
                }
            }
            return scripts;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the folder of the scripts", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        started.forEach(DebianProcess::close);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
