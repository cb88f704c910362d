package armfarm.controller.roles;

import armfarm.controller.FarmArms;
import armfarm.controller.FarmController;
import armfarm.controller.FarmProbes;
import armfarm.controller.FarmRun.Practice;
import armfarm.controller.FarmWatch;
import armfarm.controller.PagePort;
import armfarm.controller.base.DataFolder;
import armfarm.controller.base.OpenParts;
import armfarm.controller.dashboard.DashboardServer;
import armfarm.controller.links.EventLink;
import armfarm.controller.links.RosLink;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.controller.report.FarmReport;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.postgres.Database;
import armfarm.episodes.postgres.PostgresModelFiles;
import armfarm.ingest.broker.Broker;
import armfarm.messages.FarmException;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.FarmPhase;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.time.Deadline;
import armfarm.messages.time.SteadyClock;
import armfarm.ros.RosMaster;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller in a process of its own: says what arms and trainer are to do, looks after the disk, and shows the page. Arms
 * and trainer go on by its last word while it is away.
 *
 * <p>One thread starts, runs and closes it; the page's threads ask.
 */
public final class ControllerRole implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerRole.class);
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final LoopOptions OPTIONS =
            LoopOptions.defaults().withPauses(EVERY, Duration.ofSeconds(2)).notInterrupted(Duration.ofSeconds(4));
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(60);

    private final RoleSetup setup;
    private final Instant startedAt;
    private final OpenParts parts = new OpenParts();
    private final FarmArms farmArms;
    private FarmController controller;
    private Services services;
    private DashboardServer page;

    /** Where the services are, for people. */
    private record Services(String database, String kafka, String topic, Optional<URI> rosMaster) {}

    private ControllerRole(RoleSetup setup) {
        this.setup = setup;
        this.startedAt = setup.clock().instant();
        this.farmArms = FarmArms.of(setup.config());
    }

    /**
     * Starts the controller and with it, or on with it, the arms' practice. Blocks while another controller runs.
     *
     * @param attempts completed practice attempts to reach; empty for no end
     * @param rosPort port of a ROS master in this process; empty for one only if none is configured, on any free port
     * @return empty if a stop was requested meanwhile
     * @throws FarmException if a service is not configured or does not answer; nothing stays open
     */
    public static Optional<ControllerRole> start(RoleSetup setup, Optional<Long> attempts, OptionalInt rosPort) {
        ControllerRole role = new ControllerRole(setup);
        boolean started = false;
        try {
            started = role.open(attempts.map(OptionalLong::of).orElse(OptionalLong.empty()), rosPort);
            return started ? Optional.of(role) : Optional.empty();
        } finally {
            if (!started) {
                role.parts.close();
            }
        }
    }

    private boolean open(OptionalLong target, OptionalInt rosPort) {
        setup.requireDatabase();
        setup.requireKafka();
        Database database = setup.openDatabase(parts);
        FarmBoard board = setup.openBoard(database);
        RoleLock lock = parts.open(new RoleLock(board.lock("controller"), "controller"));
        if (!lock.await(setup)) {
            return false;
        }
        PagePort.requireFree(setup.config().page());
        if (rosPort.isPresent() && rosPort.getAsInt() != 0) {
            PagePort.requireFree(DashboardServer.LOCAL_HOST, rosPort.getAsInt(), "The ROS master", "--ros-port");
        }
        EpisodeStore store = setup.openStore(parts, database);
        Broker broker = setup.openBroker(parts);
        EventLink events = setup.ensureTopic(broker);
        services = new Services(database.location(), broker.bootstrapServers(), events.topic(), openRosMaster(rosPort));
        direct(target, database, board, store, lock);
        page = parts.open(controller.openPage(FarmMetrics.of("controller")));
        describeOwner();
        return true;
    }

    private void direct(OptionalLong target, Database database, FarmBoard board, EpisodeStore store, RoleLock lock) {
        FarmWatch watch = new FarmWatch(store.statistics(), store.models());
        ReportedCrew crew = parts.open(new ReportedCrew(new ReportedCrew.Setup(
                setup.supervision(),
                board,
                watch::counts,
                watch::completedPractice,
                watch::models,
                store.stream()::lastAttemptNumber,
                new PostgresModelFiles(database)::newest,
                lock::fault,
                setup.clock(),
                new SteadyClock(setup.clock()))));
        FarmProbes questions =
                FarmProbes.with(setup.clock(), parts).database(database).kafka(services.kafka());
        services.rosMaster().ifPresent(questions::rosMaster);
        controller = parts.open(new FarmController(new FarmController.Setup(
                setup.config(),
                setup.folder(),
                farmArms,
                target,
                board,
                store,
                watch,
                crew,
                questions.start(),
                setup.stopRequested(),
                setup.clock(),
                startedAt,
                setup.supervision())));
        board.pause(Optional.empty()); // an earlier controller's disk is not this one's
        controller.begin();
        crew.refresh();
        parts.open(setup.supervision().every(EVERY, "hold on the controller's place", lock::renew, OPTIONS))
                .start();
        crew.start();
        controller.start();
    }

    private Optional<URI> openRosMaster(OptionalInt port) {
        Optional<URI> external = RosLink.externalMaster(setup.connections());
        if (external.isPresent() && port.isEmpty()) {
            return external;
        }
        RosMaster master = parts.open(RosLink.startMaster(setup.connections(), port.orElse(0)));
        return Optional.of(master.uri());
    }

    private void describeOwner() {
        setup.folder()
                .describeOwner(new DataFolder.Owner(
                        ProcessHandle.current().pid(),
                        page.uri().toString(),
                        services.database(),
                        startedAt.toString(),
                        services.rosMaster().map(URI::toString).orElse(""),
                        setup.config().file(),
                        farmArms.all().stream().map(arm -> arm.id().name()).toList(),
                        services.kafka(),
                        services.topic(),
                        "controller"));
    }

    /** What was started, for people; ends with a line break. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "Controller started:%n  PostgreSQL  %s%n  Kafka       %s%n  ROS master  %s%n  arms        %s in the"
                        + " configuration, each a process: armfarm arm%n  log         %s%n  page        %s%n%sCtrl-C stops"
                        + " the controller; arms go on.%n",
                services.database(),
                services.kafka(),
                services.rosMaster().map(URI::toString).orElse("none"),
                farmArms.describe(),
                setup.folder().root().resolve("logs").resolve("farm.log"),
                page.uri(),
                PagePort.warning(page));
    }

    /** The farm as a run wants it. */
    public Practice practice() {
        return controller;
    }

    /** Says that the run is over and waits until the arms have heard it and nothing of theirs is missing, a minute at most. */
    public void finish() {
        controller.enter(FarmPhase.OVER);
        try {
            if (!Deadline.after(STORE_PATIENCE).poll(Duration.ofMillis(200), controller::everythingIsStored)) {
                LOG.warn("Not everything the arms sent is stored; a store goes on with it when one runs");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Results so far. */
    public FarmReport report(Duration wall) {
        return controller.report(wall);
    }

    /** Leaves the plan as it is. */
    @Override
    public void close() {
        parts.close();
    }
}
