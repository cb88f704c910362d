package armfarm.controller.roles;

import armfarm.controller.ArmStation;
import armfarm.controller.FarmArms;
import armfarm.controller.FarmController;
import armfarm.controller.FarmProbes;
import armfarm.controller.FarmRun.Limits;
import armfarm.controller.FarmRun.Practice;
import armfarm.controller.FarmWatch;
import armfarm.controller.PagePort;
import armfarm.controller.base.CacheFolder;
import armfarm.controller.base.DataFolder;
import armfarm.controller.base.LoopLog;
import armfarm.controller.base.OpenParts;
import armfarm.controller.base.SoftwareVersion;
import armfarm.controller.base.Steps;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.dashboard.DashboardServer;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.controller.report.FarmReport;
import armfarm.controller.simulation.Simulation;
import armfarm.controller.simulation.Simulations;
import armfarm.controller.simulation.WorldQuestion;
import armfarm.controller.state.Probes;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.FarmPhase;
import armfarm.messages.board.InMemoryFarmBoard;
import armfarm.messages.supervision.Supervision;
import armfarm.messages.time.SteadyClock;
import armfarm.policy.learning.TrainerLoop;
import armfarm.policy.network.Dl4jEngines;
import armfarm.ros.RosHost;
import armfarm.simulation.gazebo.GazeboProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A farm in one process: controller, store, trainer and arms as their roles have them, over a board in memory, with the services
 * they stand on. Started in this order and stopped in the reverse one.
 *
 * <p>Thread-safe, except that one thread starts, runs and closes it.
 */
public final class Farm implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Farm.class);
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(4);

    /** To look at a board in memory costs nothing. */
    private static final Duration EVERY = Duration.ofMillis(100);

    private final FarmConfig config;
    private final DataFolder folder;
    private final Steps steps;
    private final BooleanSupplier stopRequested;
    private final FarmArms farmArms;
    private final InstantSource clock = InstantSource.system();
    private final Instant startedAt = clock.instant();
    private final Supervision supervision = LoopLog.supervision(clock);
    private final FarmMetrics metrics = FarmMetrics.of("up");
    private final FarmBoard board = new InMemoryFarmBoard(new SteadyClock(clock));
    private final OpenParts parts;
    private FarmServices services;
    private FarmWatch watch;
    private TrainerDuty trainer;
    private ArmDuty arms;
    private FarmController controller;
    private DashboardServer page;
    private volatile Optional<Simulation> simulation = Optional.empty(); // the page asks before it is there
    private boolean armsStopped;

    private Farm(FarmConfig config, DataFolder folder, BooleanSupplier stopRequested, Steps steps) {
        this.config = config;
        this.folder = folder;
        this.stopRequested = stopRequested;
        this.steps = steps;
        this.farmArms = FarmArms.of(config);
        this.parts = new OpenParts(steps);
    }

    /**
     * Starts everything. Blocks until the arms practise.
     *
     * @param stopRequested asked between the steps; when true the start is given up
     * @throws FarmException naming the part that did not start; all others are stopped again
     */
    public static Farm start(FarmConfig config, DataFolder folder, Limits limits, BooleanSupplier stopRequested) {
        return start(config, folder, limits, stopRequested, Steps.UNTOLD);
    }

    /** Likewise. @param steps told of each part, also when the farm is closed */
    public static Farm start(
            FarmConfig config, DataFolder folder, Limits limits, BooleanSupplier stopRequested, Steps steps) {
        PagePort.requireFree(config.page());
        Farm farm = new Farm(config, folder, stopRequested, steps);
        try {
            farm.startServices();
            farm.makeDuties(limits);
            farm.checkStop();
            steps.during("the page", farm::startPage);
            farm.startArms();
            farm.checkStop();
            return farm;
        } catch (RuntimeException | Error e) {
            farm.close();
            throw e;
        }
    }

    private void startServices() {
        parts.open("the supervision", supervision);
        services = parts.open(
                "the services",
                FarmServices.start(config, folder, CacheFolder.path(), clock, metrics, supervision, steps));
        watch = new FarmWatch(services.store().statistics(), services.store().models());
    }

    private void makeDuties(Limits limits) {
        TrainerLoop loop = TrainerLoop.open(new TrainerLoop.Setup(
                supervision,
                services.store(),
                new Dl4jEngines(),
                folder.models(),
                folder.trainingCrops(),
                farmArms.graspSpace(),
                config.learning(),
                config.collection(),
                config.seed(),
                SoftwareVersion.CURRENT,
                config.minFreeDiskMegabytes() << 20,
                () -> watch.counts().practice(),
                clock,
                Optional.empty()));
        trainer = parts.open(
                "the trainer", new TrainerDuty(supervision, loop, board, process("trainer"), EVERY, watch::refresh));
        parts.open("the simulation", () -> simulation.ifPresent(Simulation::close));
        arms = parts.open("the arms", new ArmDuty(supervision, board, EVERY, Optional::empty, () -> {}));
        OwnCrew crew =
                new OwnCrew(services, board, watch, arms, loop, watch.completedPractice(), () -> simulation, clock);
        controller = new FarmController(new FarmController.Setup(
                config,
                folder,
                farmArms,
                limits.attempts().map(OptionalLong::of).orElse(OptionalLong.empty()),
                board,
                services.store(),
                watch,
                crew,
                startProbes(),
                stopRequested,
                clock,
                startedAt,
                supervision));
        parts.open("the monitor", controller);
        controller.enter(FarmPhase.STARTING);
        controller.start();
        metrics.training(loop::status).arms(arms::activities);
    }

    /** Name of a part of this process on the board. */
    private static String process(String part) {
        return ProcessHandle.current().pid() + " " + part;
    }

    private Probes startProbes() {
        OpenParts probeParts = parts.open("the looks at the parts", new OpenParts(steps));
        FarmProbes questions = FarmProbes.with(clock, probeParts)
                .database(services.database())
                .kafka(services.broker().bootstrapServers())
                .rosMaster(services.rosMaster());
        if (config.simulation().kind() == FarmConfig.SimulationKind.GAZEBO) {
            questions.world(new WorldQuestion(() -> simulation));
        }
        return questions.start();
    }

    private void startPage() {
        page = parts.open("the page", controller.openPage(metrics));
        folder.describeOwner(new DataFolder.Owner(
                ProcessHandle.current().pid(),
                page.uri().toString(),
                services.database().location(),
                startedAt.toString(),
                services.rosMaster().toString(),
                config.file(),
                armNames(),
                services.broker().bootstrapServers(),
                services.topic(),
                "up"));
    }

    private List<String> armNames() {
        return farmArms.all().stream().map(arm -> arm.id().name()).toList();
    }

    private void startArms() {
        RosHost host = services.rosHost();
        Simulation started =
                steps.during("the simulation", () -> Simulations.start(config, folder, services.rosMaster(), host));
        simulation = Optional.of(started);
        started.loops().forEach(supervision::include);
        ArmStation station = new ArmStation(new ArmStation.Shared(
                config,
                services.rosMaster(),
                host,
                FarmArms.stops(folder.root()),
                trainer.trainer().policies(),
                services.publisher(),
                clock));
        for (int i = 0; i < farmArms.all().size(); i++) {
            FarmArms.Arm arm = farmArms.all().get(i);
            checkStop();
            int index = i;
            steps.during(arm.id() + " (" + (i + 1) + " of " + farmArms.all().size() + ")", () -> {
                var unused = arms.add(
                        station,
                        arm,
                        index,
                        process(arm.id().name()),
                        services.store().stream().lastAttemptNumber(arm.id()) + 1);
            });
        }
        trainer.start();
        controller.begin();
        arms.start();
    }

    private void checkStop() {
        if (stopRequested.getAsBoolean()) {
            throw new FarmException(ErrorCode.RESOURCE, "Stopped while starting; nothing is lost");
        }
    }

    /** The start in some lines. */
    public String describe(Duration took) {
        return StartText.of(took, services, farmArms, watch.counts(), folder, page);
    }

    /** The farm as a run wants it. */
    public Practice practice() {
        return controller;
    }

    /** What runs in this process for as long as the farm does, and how it is. */
    public Supervision supervision() {
        return supervision;
    }

    /** How far the Gazebo world of its arms is, if they are in one. Blocks while the world is being started again. */
    public Optional<GazeboProgress> world() {
        return simulation.flatMap(Simulation::world);
    }

    /** Stops arms and trainer and waits until everything they sent is stored. Idempotent; bounded to about 7 s. */
    public void stopArms() {
        if (armsStopped) {
            return;
        }
        armsStopped = true;
        steps.stopping();
        controller.enter(FarmPhase.STOPPING);
        arms.stop();
        steps.during("the trainer", trainer::stop);
        steps.during("the arms' last attempts", arms::awaitEnd);
        boolean stored = steps.during(
                "storing of what was made",
                () -> services.publisher().flush(STORE_PATIENCE)
                        && services.consumer().awaitCaughtUp(STORE_PATIENCE));
        if (!stored) {
            LOG.warn("Not everything sent is stored yet; the next start goes on with it");
        }
    }

    /** Results so far. */
    public FarmReport report(Duration wall) {
        return controller.report(wall);
    }

    @Override
    public void close() {
        steps.stopping();
        if (controller != null) {
            stopArms();
        }
        parts.close();
    }
}
