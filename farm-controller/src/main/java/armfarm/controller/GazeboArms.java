package armfarm.controller;

import armfarm.controller.config.FarmConfig;
import armfarm.drivers.gazebo.GazeboServer;
import armfarm.drivers.gazebo.GazeboTree;
import armfarm.drivers.gazebo.GazeboWorld;
import armfarm.drivers.ros.RosHost;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The arms of a farm in a Gazebo world, and the watch that starts the world again when it is dead, hung or of no use; a slow one is only told of. The arms' loops
 * then find their arms gone and connect again by themselves. Thread-safe.
 */
final class GazeboArms implements Simulation {
    private static final Logger LOG = LoggerFactory.getLogger(GazeboArms.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final GazeboServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final DoubleSummaryStatistics speed = new DoubleSummaryStatistics();
    private final Thread thread = new Thread(this::watch, "gazebo-watch");
    private volatile Optional<String> problem = Optional.empty();

    private GazeboArms(GazeboServer server) {
        this.server = server;
        thread.setDaemon(true);
    }

    /** Makes Gazebo ready, which takes ten minutes the first time, and starts it. */
    static GazeboArms start(FarmConfig config, DataFolder folder, URI rosMaster, RosHost host) {
        Path home = home();
        Path logs = folder.root().resolve("logs");
        LOG.info("Making Gazebo ready");
        GazeboTree tree = GazeboTree.prepare(
                home.resolve("docker/gazebo"), home.resolve(".cache/gazebo"), logs.resolve("gazebo-tree.log"));
        int pixels = config.simulation().imagePixels();
        GazeboWorld world = GazeboWorld.of(Simulation.armIds(config), pixels, pixels, config.seed())
                .withMaxSpeed(config.simulation().realTime() ? 1 : 0);
        GazeboArms arms =
                new GazeboArms(GazeboServer.start(tree, world, folder.root().resolve("gazebo"), rosMaster, host));
        arms.thread.start();
        return arms;
    }

    /** The project's folder, where the launcher says it is. */
    private static Path home() {
        Path home = Path.of(System.getProperty("armfarm.home", ".")).toAbsolutePath();
        if (!Files.isRegularFile(home.resolve("docker/gazebo/make-tree.sh"))) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Simulated arms in Gazebo need the project's sources: found no docker/gazebo/make-tree.sh in "
                            + home + ", expected a checkout; start the farm from one, or use --sim embedded");
        }
        return home;
    }

    private void watch() {
        try {
            while (!closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                server.realTimeFactor().ifPresent(this::note);
                Optional<FarmException> found = server.problem();
                problem = found.map(FarmException::getMessage).or(server::slowness);
                if (found.isPresent()) {
                    LOG.error("{}; starting the world again", found.get().getMessage());
                    server.restart();
                    problem = Optional.empty();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (FarmException e) {
            LOG.error("Gazebo cannot be started again: {}", e.getMessage());
            problem = Optional.of(e.getMessage() + "; stop the farm and start it again");
        }
    }

    private synchronized void note(double factor) {
        speed.accept(factor);
    }

    @Override
    public Optional<String> problem() {
        return problem;
    }

    @Override
    public synchronized OptionalDouble realTimeFactor() {
        return speed.getCount() == 0 ? OptionalDouble.empty() : OptionalDouble.of(speed.getAverage());
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        server.close();
    }
}
