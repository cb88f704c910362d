package armfarm.controller.roles;

import armfarm.controller.FarmArms;
import armfarm.controller.FarmMonitor;
import armfarm.controller.FarmPage;
import armfarm.controller.FarmProbes;
import armfarm.controller.FarmRun;
import armfarm.controller.FarmRun.Progress;
import armfarm.controller.FarmWatch;
import armfarm.controller.HeldOutScenes;
import armfarm.controller.LoopNotices;
import armfarm.controller.PagePort;
import armfarm.controller.base.DataFolder;
import armfarm.controller.base.OpenParts;
import armfarm.controller.dashboard.DashboardServer;
import armfarm.controller.links.EventLink;
import armfarm.controller.links.RosLink;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.controller.report.AttemptRate;
import armfarm.controller.report.FarmReport;
import armfarm.controller.report.ReportBuilder;
import armfarm.controller.state.ComponentFacts;
import armfarm.controller.state.FarmFacts;
import armfarm.controller.state.FarmState;
import armfarm.controller.state.Notice;
import armfarm.controller.state.Probes;
import armfarm.controller.state.TrainerFacts;
import armfarm.episodes.EpisodeStore;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.postgres.Database;
import armfarm.episodes.postgres.PostgresModelFiles;
import armfarm.episodes.roles.FarmBoard;
import armfarm.episodes.roles.FarmPhase;
import armfarm.episodes.roles.ModelFiles;
import armfarm.ingest.broker.Broker;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.time.Deadline;
import armfarm.messages.time.Stopwatch;
import armfarm.policy.learning.TrainerStatus;
import armfarm.ros.RosMaster;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller in a process of its own: says what arms and trainer are to do, looks after the disk, and shows the page. Arms
 * and trainer go on by its last word while it is away.
 *
 * <p>One thread starts, runs and closes it; the page's threads ask.
 */
public final class ControllerRole implements FarmRun.Practice, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerRole.class);

    /** A word of the controller waits that long for a database that is away. */
    private static final Duration WORD_PATIENCE = Duration.ofMinutes(10);

    /** Arms report once a second; a younger report may be from before they heard the last word. */
    private static final Duration HEARD = Duration.ofMillis(2_500);

    /** A store that runs is some attempts behind at most. */
    private static final long MANY_WAITING = 100;

    private static final Duration STORE_PATIENCE = Duration.ofSeconds(60);

    private final RoleSetup setup;
    private final Instant startedAt;
    private final OpenParts parts = new OpenParts();
    private final AttemptRate rate = new AttemptRate();
    private final FarmArms farmArms;
    private final long target;
    private FarmBoard board;
    private EpisodeStore store;
    private ModelFiles models;
    private FarmWatch watch;
    private BoardWatch processes;
    private FarmMonitor monitor;
    private RoleLock lock;
    private Probes probes;
    private Services services;
    private DashboardServer page;
    private volatile String phase = "starting";
    private volatile Stopwatch inPhase = Stopwatch.start();
    private long askedRound;

    /** Where the services are, for people. */
    record Services(String database, String kafka, String topic, Optional<URI> rosMaster) {}

    private ControllerRole(RoleSetup setup, long target) {
        this.setup = setup;
        this.target = target;
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
        ControllerRole role = new ControllerRole(setup, attempts.orElse(Long.MAX_VALUE));
        boolean started = false;
        try {
            started = role.open(rosPort);
            return started ? Optional.of(role) : Optional.empty();
        } finally {
            if (!started) {
                role.parts.close();
            }
        }
    }

    private boolean open(OptionalInt rosPort) {
        setup.requireDatabase();
        setup.requireKafka();
        Database database = setup.openDatabase(parts);
        board = setup.openBoard(database);
        lock = parts.open(new RoleLock(board.lock("controller"), "controller"));
        if (!lock.await(setup)) {
            return false;
        }
        PagePort.requireFree(setup.config().page());
        if (rosPort.isPresent() && rosPort.getAsInt() != 0) {
            PagePort.requireFree(DashboardServer.LOCAL_HOST, rosPort.getAsInt(), "The ROS master", "--ros-port");
        }
        store = setup.openStore(parts, database);
        models = new PostgresModelFiles(database);
        Broker broker = setup.openBroker(parts);
        EventLink events = setup.ensureTopic(broker);
        services = new Services(database.location(), broker.bootstrapServers(), events.topic(), openRosMaster(rosPort));
        watch = new FarmWatch(store.statistics(), store.models());
        board.begin(bounded(), watch.completedCollection());
        board.pause(Optional.empty());
        enterPhase("practising");
        processes = parts.open(new BoardWatch(
                setup.supervision(), board, watch, lock, store.stream()::lastAttemptNumber, setup.clock()));
        monitor = parts.open(new FarmMonitor(
                setup.supervision(),
                Optional::empty,
                watch::refresh,
                this::pause,
                setup.folder().root(),
                setup.config().minFreeDiskMegabytes()));
        processes.start();
        monitor.start();
        FarmProbes questions =
                FarmProbes.with(setup.clock(), parts).database(database).kafka(services.kafka());
        services.rosMaster().ifPresent(questions::rosMaster);
        probes = questions.start();
        page = parts.open(PagePort.open(
                setup.config().page(),
                new FarmPage(new RolesPageFacts(this), watch, setup.clock(), metrics()),
                setup.clock()));
        setup.supervision().include(page.loops());
        describeOwner();
        return true;
    }

    private FarmMetrics metrics() {
        return FarmMetrics.of("controller")
                .stored(watch::counts)
                .outcomes(watch::outcomes)
                .success(watch::recentByArm, watch::recent)
                .models(watch::models)
                .disk(setup.folder().root(), setup.config().minFreeDiskMegabytes())
                .loops(setup.supervision())
                .state(this::state);
    }

    private Optional<URI> openRosMaster(OptionalInt port) {
        Optional<URI> external = RosLink.externalMaster(setup.connections());
        if (external.isPresent() && port.isEmpty()) {
            return external;
        }
        RosMaster master = parts.open(RosLink.startMaster(setup.connections(), port.orElse(0)));
        return Optional.of(master.uri());
    }

    private void pause(boolean paused) {
        Optional<String> reason = paused
                ? Optional.of("the disk of the controller is nearly full (storage.min_free_mb)")
                : Optional.empty();
        board.pause(reason); // tried again by the disk check while the database is away
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

    /** The word reaches the board, now or when the database is back. */
    private <T> T word(Supplier<T> change) {
        return Patience.call(WORD_PATIENCE, setup.stopRequested(), change);
    }

    private void tell(Runnable change) {
        var unused = word(() -> {
            change.run();
            return true;
        });
    }

    private void enter(FarmPhase next, String text) {
        tell(() -> board.enter(next));
        enterPhase(text);
    }

    private void enterPhase(String text) {
        phase = text;
        inPhase = Stopwatch.start();
    }

    private OptionalLong bounded() {
        return target == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(target);
    }

    @Override
    public long collected() {
        return watch.completedCollection();
    }

    @Override
    public long target() {
        return target;
    }

    @Override
    public void stopCollecting() {
        enter(FarmPhase.TRAINING, "training");
    }

    @Override
    public boolean idle() {
        return inPhase.isPast(HEARD) && !processes.anyArmBusy();
    }

    @Override
    public long storedAttempts() {
        return watch.counts().stored();
    }

    @Override
    public boolean everythingIsStored() {
        return idle() && processes.nothingIsMissing();
    }

    @Override
    public void requestLastRound() {
        askedRound = word(board::requestLastRound);
    }

    @Override
    public boolean training() {
        return processes.plan().lastRoundDone() < askedRound;
    }

    @Override
    public boolean beginEvaluation(long most) {
        tell(watch::refresh);
        Optional<ModelVersion> model = word(models::newest);
        Optional<HeldOutScenes> scenes = HeldOutScenes.left(setup.config(), farmArms, most, model, watch.success());
        scenes.ifPresent(left -> {
            tell(() -> board.evaluate(left.firstSeed(), left.count()));
            enter(FarmPhase.EVALUATING, "evaluating");
            tell(processes::refresh);
        });
        return scenes.isPresent();
    }

    @Override
    public long evaluationsLeft() {
        return processes.plan().evaluationsLeft();
    }

    @Override
    public void checkHealth() {
        lock.checkHeld();
        setup.checkLoops();
    }

    @Override
    public Progress progress(String newPhase, Duration elapsed) {
        phase = newPhase;
        rate.at(elapsed, watch.counts().stored());
        FarmState state = state();
        return new Progress(
                state.phase(),
                collected(),
                bounded(),
                elapsed,
                rate.perSecond(),
                newestModel(),
                watch.recent(),
                state.reason().orElse(processes.trainer().text()),
                state.problem().map(Notice::line));
    }

    private String newestModel() {
        var all = watch.models();
        return all.isEmpty() ? "random" : all.get(all.size() - 1).version().name();
    }

    /** Says that the run is over and waits until the arms have heard it and nothing of theirs is missing, a minute at most. */
    public void finish() {
        enter(FarmPhase.OVER, "over");
        try {
            if (!Deadline.after(STORE_PATIENCE).poll(Duration.ofMillis(200), this::everythingIsStored)) {
                LOG.warn("Not everything the arms sent is stored; a store goes on with it when one runs");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Results so far. */
    public FarmReport report(Duration wall) {
        return ReportBuilder.build(store, processes.numbered() + watch.counts().imported(), Optional.of(wall));
    }

    /** What the farm is in and why, of facts measured lately. Never blocks. */
    FarmState state() {
        List<ComponentFacts> components = new ArrayList<>(probes.facts());
        components.addAll(processes.components());
        List<Notice> reported = new ArrayList<>(processes.notices(phase));
        waitingForAStore().ifPresent(reported::add);
        reported.addAll(LoopNotices.of(setup.supervision()));
        TrainerStatus trainer = processes.trainer();
        return FarmState.of(
                new FarmFacts(
                        phase,
                        monitor.problem(),
                        SharedTasks.facts(processes.plan()),
                        new TrainerFacts(
                                trainer.text(),
                                trainer.failure(),
                                !watch.models().isEmpty()),
                        reported,
                        processes.arms().stream().map(BoardArms.Seen::facts).toList(),
                        components),
                setup.clock().instant());
    }

    private Optional<Notice> waitingForAStore() {
        FarmCounts counts = watch.counts();
        long waiting = processes.numbered() + counts.imported() - counts.stored() - counts.rejected();
        return waiting < MANY_WAITING
                ? Optional.empty()
                : Optional.of(new Notice(
                        Notice.Kind.STORE_BEHIND,
                        Notice.Urgency.PERSON,
                        waiting + " attempts are not stored yet",
                        "see whether a store runs, and start one with 'armfarm store'",
                        List.of()));
    }

    RoleSetup setup() {
        return setup;
    }

    Services services() {
        return services;
    }

    BoardWatch processes() {
        return processes;
    }

    FarmWatch watch() {
        return watch;
    }

    EpisodeStore store() {
        return store;
    }

    Instant startedAt() {
        return startedAt;
    }

    double attemptsPerSecond() {
        return rate.perSecond();
    }

    OptionalLong bound() {
        return bounded();
    }

    /** Leaves the plan as it is. */
    @Override
    public void close() {
        parts.close();
    }
}
