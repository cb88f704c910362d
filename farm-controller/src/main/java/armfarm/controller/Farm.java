package armfarm.controller;

import armfarm.controller.FarmRun.Limits;
import armfarm.controller.FarmRun.Progress;
import armfarm.controller.base.CacheFolder;
import armfarm.controller.base.DataFolder;
import armfarm.controller.base.LoopLog;
import armfarm.controller.base.OpenParts;
import armfarm.controller.base.SoftwareVersion;
import armfarm.controller.base.Steps;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.dashboard.DashboardServer;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.controller.report.AttemptRate;
import armfarm.controller.report.FarmReport;
import armfarm.controller.report.ReportBuilder;
import armfarm.controller.simulation.Simulation;
import armfarm.controller.simulation.WorldQuestion;
import armfarm.controller.state.ArmFacts;
import armfarm.controller.state.ComponentFacts;
import armfarm.controller.state.FarmFacts;
import armfarm.controller.state.FarmState;
import armfarm.controller.state.Notice;
import armfarm.controller.state.PlanFacts;
import armfarm.controller.state.Probes;
import armfarm.controller.state.TrainerFacts;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.supervision.Supervision;
import armfarm.policy.learning.TrainerLoop;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.practice.AttemptPlan;
import armfarm.ros.RosHost;
import armfarm.simulation.gazebo.GazeboProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running farm: services, simulated arms, one loop per arm, the trainer and the page, started in this order and stopped
 * in the reverse one.
 *
 * <p>Thread-safe, except that one thread starts, runs and closes it.
 */
public final class Farm implements FarmRun.Practice, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Farm.class);
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(4);
    private static final Duration FLUSH_LOOK = Duration.ofMillis(200);
    private static final Duration STORE_LOOK = Duration.ofSeconds(1);

    private static final String STARTING = "starting";

    private final FarmConfig config;
    private final DataFolder folder;
    private final Steps steps;
    private final InstantSource clock = InstantSource.system();
    private final Instant startedAt = clock.instant();
    private final AttemptRate rate = new AttemptRate();
    private final Supervision supervision = LoopLog.supervision(clock);
    private final PractisingArms practising = new PractisingArms(supervision);
    private final FarmMetrics metrics = FarmMetrics.of("up");
    private final OpenParts probeParts = new OpenParts();
    private Probes probes;
    private FarmServices services;
    private FarmWatch watch;
    private FarmMonitor monitor;
    private AttemptPlan plan;
    private TrainerLoop trainer;
    private final FarmArms farmArms;
    private volatile Simulation arms; // the page asks before it is there
    private DashboardServer page;
    private volatile String phase = STARTING;
    private volatile boolean armsStopped;

    private Farm(FarmConfig config, DataFolder folder, Steps steps) {
        this.config = config;
        this.folder = folder;
        this.steps = steps;
        this.farmArms = FarmArms.of(config);
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
        Farm farm = new Farm(config, folder, steps);
        try {
            farm.startServices(limits);
            farm.checkStop(stopRequested);
            steps.during("the page", farm::startPage);
            farm.startArms(stopRequested);
            farm.checkStop(stopRequested);
            return farm;
        } catch (RuntimeException e) {
            farm.close();
            throw e;
        }
    }

    private void startServices(Limits limits) {
        services = FarmServices.start(config, folder, CacheFolder.path(), clock, metrics, steps);
        services.include(supervision);
        watch = new FarmWatch(services.store().statistics(), services.store().models());
        trainer = TrainerLoop.open(new TrainerLoop.Setup(
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
                () -> watch.counts().collection(),
                clock,
                Optional.empty()));
        plan = new AttemptPlan(
                limits.attempts().orElse(Long.MAX_VALUE), watch.completedCollection(), trainer::collectionLimit);
        monitor = new FarmMonitor(
                supervision,
                services::fault,
                watch::refresh,
                plan::pause,
                folder.root(),
                config.minFreeDiskMegabytes());
        monitor.start();
        startProbes();
        metrics.stored(watch::counts)
                .outcomes(watch::outcomes)
                .success(watch::recentByArm, watch::recent)
                .models(watch::models)
                .training(trainer::status)
                .arms(practising::activities)
                .disk(folder.root(), config.minFreeDiskMegabytes())
                .loops(supervision)
                .state(this::state);
    }

    private void startProbes() {
        FarmProbes questions = FarmProbes.with(clock, probeParts)
                .database(services.database())
                .kafka(services.broker().bootstrapServers())
                .rosMaster(services.rosMaster());
        if (config.simulation().kind() == FarmConfig.SimulationKind.GAZEBO) {
            questions.world(new WorldQuestion(() -> Optional.ofNullable(arms)));
        }
        probes = questions.start();
    }

    private void startPage() {
        FarmPage view = new FarmPage(
                new FarmPageFacts(this, services, watch, trainer, practising.activities()), watch, clock, metrics);
        page = PagePort.open(config.page(), view, clock);
        supervision.include(page.loops());
        folder.describeOwner(new DataFolder.Owner(
                ProcessHandle.current().pid(),
                page.uri().toString(),
                services.database().location(),
                startedAt.toString(),
                services.rosMaster().toString(),
                config.file(),
                farmArms.all().stream().map(arm -> arm.id().name()).toList(),
                services.broker().bootstrapServers(),
                services.topic(),
                "up"));
    }

    private void startArms(BooleanSupplier stopRequested) {
        RosHost host = services.rosHost();
        arms = steps.during("the simulation", () -> Simulation.start(config, folder, services.rosMaster(), host));
        arms.loops().forEach(supervision::include);
        ArmStation station = new ArmStation(new ArmStation.Shared(
                config,
                services.rosMaster(),
                host,
                FarmArms.stops(folder.root()),
                plan,
                trainer.policies(),
                services.publisher(),
                clock));
        for (int i = 0; i < farmArms.all().size(); i++) {
            FarmArms.Arm arm = farmArms.all().get(i);
            checkStop(stopRequested);
            int index = i;
            steps.during(
                    arm.id() + " (" + (i + 1) + " of " + farmArms.all().size() + ")",
                    () -> station.addTo(
                            practising, arm, index, services.store().stream().lastAttemptNumber(arm.id()) + 1));
        }
        phase = "practising";
        trainer.start();
        practising.start();
    }

    private void checkStop(BooleanSupplier stopRequested) {
        if (stopRequested.getAsBoolean()) {
            throw new FarmException(ErrorCode.RESOURCE, "Stopped while starting; nothing is lost");
        }
    }

    /** What was started, for people; ends with a line break. */
    String describeComponents() {
        return String.format(
                "  PostgreSQL  %s%n%s  Kafka       %s%n  ROS master  %s%n  arms        %s: %s%n",
                services.database().location(),
                services.objectLocation()
                        .map(place -> String.format("  images      %s, complete shards%n", place))
                        .orElse(""),
                services.broker().bootstrapServers(),
                services.rosMaster(),
                farmArms.describe(),
                String.join(
                        ", ",
                        farmArms.all().stream().map(arm -> arm.id().name()).toList()));
    }

    /** The start in some lines. */
    public String describe(Duration took) {
        String resumed = watch.counts().attempts() == 0
                ? ""
                : String.format(
                        "  resuming    %d attempts, %d models%n",
                        watch.counts().attempts(), watch.counts().models());
        return String.format(
                Locale.ROOT,
                "Started in %.1f s:%n%s%s  log         %s%n  page        %s%n%sCtrl-C stops.%n",
                took.toMillis() / 1000.0,
                describeComponents(),
                resumed,
                folder.root().resolve("logs").resolve("farm.log"),
                page.uri(),
                PagePort.warning(page));
    }

    @Override
    public void checkHealth() {
        services.fault().or(supervision::fault).ifPresent(fault -> {
            throw fault;
        });
    }

    @Override
    public long collected() {
        return plan.collected();
    }

    @Override
    public long target() {
        return plan.targetCollected();
    }

    @Override
    public void stopCollecting() {
        plan.stopCollecting();
    }

    @Override
    public boolean idle() {
        return plan.idle();
    }

    @Override
    public long evaluationsLeft() {
        return plan.evaluationsLeft();
    }

    Path root() {
        return folder.root();
    }

    Instant startedAt() {
        return startedAt;
    }

    double attemptsPerSecond() {
        return rate.perSecond();
    }

    /** What the farm is in and why, of facts measured lately. Never blocks. */
    FarmState state() {
        Instant now = clock.instant();
        List<ComponentFacts> components = new ArrayList<>(probes.facts());
        components.addAll(FarmParts.facts(services, trainer, !phase.equals(STARTING) && !armsStopped, now));
        return FarmState.of(
                new FarmFacts(
                        phase,
                        monitor.problem(),
                        planFacts(),
                        new TrainerFacts(
                                trainer.status().text(),
                                trainer.status().failure(),
                                trainer.model().isPresent()),
                        FarmParts.notices(services, Optional.ofNullable(arms), supervision),
                        practising.activities().stream()
                                .map(arm -> ArmFacts.of(arm.snapshot()))
                                .toList(),
                        components),
                now);
    }

    private PlanFacts planFacts() {
        long target = plan.targetCollected();
        return new PlanFacts(
                Optional.empty(),
                plan.handedOut(),
                target == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(target),
                OptionalLong.of(trainer.collectionLimit()),
                plan.evaluationsLeft());
    }

    /** What runs in this process for as long as the farm does, and how it is. */
    public Supervision supervision() {
        return supervision;
    }

    @Override
    public Progress progress(String newPhase, Duration elapsed) {
        phase = newPhase;
        rate.at(elapsed, practising.attempts());
        boolean bounded = plan.targetCollected() < Long.MAX_VALUE;
        FarmState state = state();
        return new Progress(
                state.phase(),
                plan.collected(),
                bounded ? OptionalLong.of(plan.targetCollected()) : OptionalLong.empty(),
                elapsed,
                rate.perSecond(),
                trainer.policies().model().map(ModelVersion::name).orElse("random"),
                watch.recent(),
                state.reason().orElse(trainer.status().text()),
                state.problem().map(Notice::line));
    }

    @Override
    public void requestLastRound() {
        watch.refresh(); // the trainer counts what the watch has seen
        trainer.requestLastRound();
    }

    @Override
    public long storedAttempts() {
        return watch.counts().attempts();
    }

    @Override
    public boolean everythingIsStored() {
        return plan.idle()
                && services.publisher().flush(FLUSH_LOOK)
                && services.consumer().awaitCaughtUp(STORE_LOOK);
    }

    @Override
    public boolean training() {
        return trainer.busy();
    }

    @Override
    public boolean beginEvaluation(long most) {
        Optional<HeldOutScenes> scenes =
                HeldOutScenes.left(config, farmArms, most, trainer.policies().model(), watch.success());
        scenes.ifPresent(left -> plan.evaluate(left.firstSeed(), left.count()));
        return scenes.isPresent();
    }

    /** How far the Gazebo world of its arms is, if they are in one. Blocks while the world is being started again. */
    public Optional<GazeboProgress> world() {
        return Optional.ofNullable(arms).flatMap(Simulation::world);
    }

    /** Stops arms and trainer and waits until everything they sent is stored. Idempotent; bounded to about 7 s. */
    public void stopArms() {
        if (armsStopped) {
            return;
        }
        armsStopped = true;
        steps.stopping();
        phase = "stopping";
        plan.stopCollecting();
        plan.cancelEvaluations();
        practising.stop();
        if (trainer != null) {
            steps.during("the trainer", trainer::stop);
        }
        steps.during("the arms' last attempts", practising::awaitEnd);
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
        return ReportBuilder.build(services.store(), practising.numbered(), Optional.of(wall), arms.realTimeFactor());
    }

    @Override
    public void close() {
        steps.stopping();
        if (services != null && plan != null) {
            stopArms();
        }
        OpenParts parts = new OpenParts(steps);
        parts.open("the supervision", supervision);
        keep(parts, "the services", services);
        keep(parts, "the trainer", trainer);
        keep(parts, "the simulation", arms);
        keep(parts, "the looks at the parts", probeParts);
        keep(parts, "the monitor", monitor);
        keep(parts, "the page", page);
        parts.close();
    }

    private static void keep(OpenParts parts, String name, AutoCloseable part) {
        if (part != null) {
            parts.open(name, part);
        }
    }
}
