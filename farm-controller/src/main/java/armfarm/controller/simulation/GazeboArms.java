package armfarm.controller.simulation;

import armfarm.controller.base.DataFolder;
import armfarm.controller.base.LoopLog;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.config.ImageSize;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import armfarm.ros.RosHost;
import armfarm.simulation.ObjectCatalog;
import armfarm.simulation.gazebo.GazeboLink;
import armfarm.simulation.gazebo.GazeboProgress;
import armfarm.simulation.gazebo.GazeboServer;
import armfarm.simulation.gazebo.GazeboTree;
import armfarm.simulation.gazebo.GazeboWorld;
import armfarm.simulation.gazebo.RunningGazebo;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The arms of a farm in a Gazebo world, which {@link WorldKeeper} looks after. When it is started again, the arms' loops find
 * their arms gone and connect again by themselves. Thread-safe.
 */
final class GazeboArms implements Simulation {
    private static final Logger LOG = LoggerFactory.getLogger(GazeboArms.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    /** A world takes minutes to start, and waits longer each time when that does not last. */
    private static final LoopOptions OPTIONS =
            LoopOptions.defaults().withoutSilenceLimit().withPatience(Duration.ofMillis(500));

    private final GazeboLink world;
    private final WorldKeeper keeper;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final DoubleSummaryStatistics speed = new DoubleSummaryStatistics();
    private final Supervision loops = LoopLog.supervision(InstantSource.system());

    private GazeboArms(GazeboLink world, Optional<Runnable> restart) {
        this.world = world;
        this.keeper = new WorldKeeper(world, restart, this::isOpenAfter, InstantSource.system());
        loops.loop("keeper of the Gazebo world", this::watch, OPTIONS).start();
    }

    /** Makes Gazebo ready, which takes ten minutes the first time, and starts it; or finds the world that runs already. */
    static GazeboArms start(FarmConfig config, DataFolder folder, URI rosMaster, RosHost host) {
        if (config.simulation().gazebo().world() == FarmConfig.GazeboWorldSource.RUNNING) {
            requireMaster(config, rosMaster);
            LOG.info("Looking for the Gazebo world at {}", rosMaster);
            return new GazeboArms(RunningGazebo.connect(ArmNames.all(config), rosMaster, host), Optional.empty());
        }
        Path home = home();
        Path logs = folder.root().resolve("logs");
        LOG.info("Making Gazebo ready");
        GazeboTree tree = GazeboTree.prepare(
                home.resolve("docker/gazebo"), home.resolve(".cache/gazebo"), logs.resolve("gazebo-tree.log"));
        GazeboWorld world = world(config);
        GazeboServer server = GazeboServer.start(tree, world, folder.root().resolve("gazebo"), rosMaster, host);
        return new GazeboArms(server, Optional.of(server::restart));
    }

    private static GazeboWorld world(FarmConfig config) {
        ImageSize image = config.simulation().image();
        FarmConfig.GazeboConfig gazebo = config.simulation().gazebo();
        GazeboWorld world = GazeboWorld.of(
                        ArmNames.all(config), image.widthPixels(), image.heightPixels(), config.seed())
                .withCatalog(ObjectCatalog.withHeldOut(config.simulation().heldOutKinds()))
                .withMaxSpeed(config.simulation().realTime() ? 1 : 0)
                .withStepMilliseconds(gazebo.stepMilliseconds())
                .withDepth(config.simulation().depth());
        return gazebo.cameraHertz() > 0 ? world.withFreeRunningCameras(gazebo.cameraHertz()) : world;
    }

    private static void requireMaster(FarmConfig config, URI rosMaster) {
        if (config.connections().rosMasterUri().isEmpty() && System.getenv("ROS_MASTER_URI") == null) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "simulation.gazebo.world is 'running', but the ROS master is the farm's own at " + rosMaster
                            + ", where no world can be; set ros.master_uri or ROS_MASTER_URI to the one that the world"
                            + " was started with, or simulation.gazebo.world to 'own'");
        }
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

    private void watch(SupervisedLoop self) throws InterruptedException {
        while (isOpenAfter(LOOK_EVERY)) {
            world.realTimeFactor().ifPresent(this::note);
            keeper.look();
            self.progress();
        }
    }

    private boolean isOpenAfter(Duration time) throws InterruptedException {
        return !closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void note(double factor) {
        speed.accept(factor);
    }

    @Override
    public List<Supervision> loops() {
        return List.of(loops);
    }

    @Override
    public Optional<String> problem() {
        return keeper.problem();
    }

    /** {@inheritDoc} The mean of all looks; of a farm that is done before the first one, what the world says now. */
    @Override
    public OptionalDouble realTimeFactor() {
        OptionalDouble average = averageSpeed();
        return average.isPresent() ? average : world.realTimeFactor();
    }

    private synchronized OptionalDouble averageSpeed() {
        return speed.getCount() == 0 ? OptionalDouble.empty() : OptionalDouble.of(speed.getAverage());
    }

    @Override
    public Optional<GazeboProgress> world() {
        return Optional.of(world.progress());
    }

    @Override
    public void close() {
        closed.countDown();
        loops.close();
        world.close();
    }
}
