package armfarm.simulation.gazebo;

import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.ros.RosHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Gazebo process that runs a {@link GazeboWorld} without a screen, and the watch over it. Its arms are reached over ROS, as
 * any others.
 *
 * <p>The process ends with this one, also when this one is killed. {@link #problem} says what is wrong; what to do then is
 * the caller's decision, mostly {@link #restart}. Thread-safe.
 */
public final class GazeboServer implements GazeboLink {
    private static final Logger LOG = LoggerFactory.getLogger(GazeboServer.class);
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    /** It is interrupted, and killed after ten seconds. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(13);

    private final GazeboTree tree;
    private final GazeboWorld world;
    private final Path folder;
    private final URI masterUri;
    private final RosHost host;
    private Process process;
    private GazeboWatch watch;

    private GazeboServer(GazeboTree tree, GazeboWorld world, Path folder, URI masterUri, RosHost host) {
        this.tree = tree;
        this.world = world;
        this.folder = folder;
        this.masterUri = masterUri;
        this.host = host;
    }

    /**
     * Starts the world. Blocks until every arm has sent an image, or 180 seconds.
     *
     * @param folder gets world.sdf, gazebo.log and xvfb.log; one per server
     * @param host must be loopback: Gazebo is only reached from this machine
     * @throws FarmException if it did not come up; nothing is left running
     */
    public static GazeboServer start(GazeboTree tree, GazeboWorld world, Path folder, URI masterUri, RosHost host) {
        GazeboServer server = new GazeboServer(tree, world, folder, masterUri, host);
        server.open();
        return server;
    }

    /**
     * A new world in place of this one: whatever the arms did is forgotten, and their clock begins anew, so that everyone has
     * to connect again. Blocks as start and close do. What each camera saw last stays in the folder, in last-images.
     */
    public synchronized void restart() {
        saveLastImages(folder.resolve("last-images"));
        close();
        open();
    }

    /** {@inheritDoc} Blocks while the world is being started again. */
    @Override
    public synchronized Optional<FarmException> problem() {
        if (!process.isAlive()) {
            return Optional.of(new FarmException(
                    ErrorCode.RESOURCE, "Gazebo has ended with status " + process.exitValue() + seeLog()));
        }
        return watch.pulse().problem().map(text -> new FarmException(ErrorCode.DEVICE, text + seeLog()));
    }

    @Override
    public synchronized Optional<String> slowness() {
        return watch.pulse().slowness();
    }

    @Override
    public synchronized OptionalDouble realTimeFactor() {
        return watch.pulse().realTimeFactor();
    }

    @Override
    public synchronized GazeboProgress progress() {
        Duration cpu = process.descendants()
                .map(part -> part.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
        return watch.progress(Optional.of(cpu));
    }

    /** What Gazebo says. */
    public Path log() {
        return folder.resolve("gazebo.log");
    }

    synchronized void saveLastImages(Path target) {
        try {
            watch.images().save(target);
        } catch (IOException e) {
            LOG.warn("The arms' last images cannot be kept in {}: {}", target, e.toString());
        }
    }

    private synchronized void open() {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("world.sdf"), world.sdf());
            ProcessBuilder builder = new ProcessBuilder(tree.command(folder, world.options()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment()
                    .putAll(Map.of(
                            "ROS_MASTER_URI", masterUri.toString(),
                            "ROS_IP", host.advertised(),
                            "GAZEBO_MASTER_URI", "http://127.0.0.1:" + freePort()));
            process = builder.start();
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Gazebo cannot be started with its files in " + folder + ": " + e.getMessage(),
                    e);
        }
        try {
            watch = GazeboWatch.start(world.arms(), masterUri, host);
            awaitImages();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        LOG.info("Gazebo runs {} arms; its log is {}", world.arms().size(), log());
    }

    private void awaitImages() {
        Set<ArmId> missing = watch.awaitImages(START_PATIENCE, process::isAlive);
        if (!process.isAlive()) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Gazebo ended with status " + process.exitValue() + " while it started" + seeLog());
        }
        if (!missing.isEmpty()) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "No image of " + missing + " came within " + START_PATIENCE.toSeconds() + " s after Gazebo's start"
                            + seeLog());
        }
    }

    private String seeLog() {
        return "; the last line of " + log() + ": " + lastLine();
    }

    private String lastLine() {
        try {
            String text = Files.readString(log(), StandardCharsets.ISO_8859_1).strip();
            return text.substring(text.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            return "(" + e.getMessage() + ")";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Interrupts Gazebo and waits until all its processes have ended; at most 13 seconds. */
    @Override
    public synchronized void close() {
        if (watch != null) {
            watch.close();
        }
        try {
            process.getOutputStream().close(); // its standard input: the script takes the end for the request to stop
        } catch (IOException e) {
            LOG.debug("Gazebo's input was closed already: {}", e.getMessage());
        }
        try {
            if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("Gazebo did not stop when interrupted and is killed");
                process.destroyForcibly().waitFor(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
