package armfarm.controller;

import armfarm.controller.FarmRun.Limits;
import armfarm.controller.FarmRun.Progress;
import armfarm.controller.collection.ArmActivity;
import armfarm.controller.collection.ArmLoop;
import armfarm.controller.collection.AttemptPlan;
import armfarm.controller.collection.OutcomeRules;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.dashboard.DashboardServer;
import armfarm.controller.learning.TrainerLoop;
import armfarm.drivers.outcome.DropTest;
import armfarm.drivers.outcome.GripperWidthRule;
import armfarm.drivers.ros.RosHost;
import armfarm.drivers.safety.StopLatch;
import armfarm.drivers.safety.StopState;
import armfarm.messages.AttemptEvent;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.opencv.OpenCvLibrary;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
public final class Farm implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Farm.class);
    private static final Duration STORE_PATIENCE = Duration.ofSeconds(4);
    private static final long HELD_OUT_SEED = 900_000_000L;

    private final FarmConfig config;
    private final DataFolder folder;
    private final InstantSource clock = InstantSource.system();
    private final Instant startedAt = clock.instant();
    private final AttemptRate rate = new AttemptRate();
    private final PractisingArms practising = new PractisingArms();
    private FarmServices services;
    private FarmWatch watch;
    private FarmMonitor monitor;
    private AttemptPlan plan;
    private TrainerLoop trainer;
    private final FarmArms farmArms;
    private volatile Simulation arms; // the page asks before it is there
    private DashboardServer page;
    private volatile String phase = "starting";
    private boolean armsStopped;

    private Farm(FarmConfig config, DataFolder folder) {
        this.config = config;
        this.folder = folder;
        this.farmArms = FarmArms.of(config);
    }

    /**
     * Starts everything. Blocks until the arms practise.
     *
     * @param stopRequested asked between the steps; when true the start is given up
     * @throws FarmException naming the part that did not start; all others are stopped again
     */
    public static Farm start(FarmConfig config, DataFolder folder, Limits limits, BooleanSupplier stopRequested) {
        Farm farm = new Farm(config, folder);
        try {
            farm.startServices(limits);
            farm.checkStop(stopRequested);
            farm.startPage();
            farm.startArms();
            farm.checkStop(stopRequested);
            return farm;
        } catch (RuntimeException e) {
            farm.close();
            throw e;
        }
    }

    private void startServices(Limits limits) {
        services = FarmServices.start(config, folder, CacheFolder.path(), clock);
        watch = new FarmWatch(services.store());
        trainer = TrainerLoop.open(new TrainerLoop.Setup(
                services.store(),
                folder.models(),
                farmArms.graspSpace(),
                config,
                () -> watch.counts().collection(),
                clock));
        plan = new AttemptPlan(
                limits.attempts().orElse(Long.MAX_VALUE), completedCollection(), trainer::collectionLimit);
        monitor = new FarmMonitor(services, watch, plan, folder.root(), config.minFreeDiskMegabytes());
        monitor.start();
    }

    private long completedCollection() {
        var success = watch.success();
        return success.random().attempts()
                + success.collection().stream()
                        .mapToLong(m -> m.rate().attempts())
                        .sum();
    }

    private void startPage() {
        FarmPage view = new FarmPage(this, services, watch, trainer, practising.activities(), clock);
        page = PagePort.open(config.page(), view, clock);
        folder.describeOwner(new DataFolder.Owner(
                ProcessHandle.current().pid(),
                page.uri().toString(),
                services.database().location(),
                startedAt.toString(),
                services.rosMaster().toString(),
                config.file(),
                farmArms.all().stream().map(arm -> arm.id().name()).toList(),
                services.broker().bootstrapServers(),
                services.topic()));
    }

    private void startArms() {
        OpenCvLibrary.load(); // the outcome rules need it: better no start than attempts without an outcome
        RosHost host = services.rosHost();
        arms = Simulation.start(config, folder, services.rosMaster(), host);
        StopLatch stops = FarmArms.stops(folder.root());
        DropTest dropTest = DropTest.defaults();
        OutcomeRules rules = new OutcomeRules(
                GripperWidthRule.defaults().thresholdMeters(), dropTest.changedShare(), dropTest::difference);
        for (int i = 0; i < farmArms.all().size(); i++) {
            FarmArms.Arm arm = farmArms.all().get(i);
            int partition = i;
            ArmActivity activity = new ArmActivity(arm.id(), clock.instant());
            StopState stop = stops.of(arm.id());
            ArmLoop loop = new ArmLoop(
                    new ArmLoop.Setup(
                            () -> FarmArms.connect(arm, services.rosMaster(), host, stop, clock),
                            arm.spec().arrangesBin(),
                            stop,
                            plan,
                            trainer.policies(),
                            rules,
                            config.collection(),
                            event -> publish(event, partition),
                            clock,
                            config.seed() * 31 + i,
                            services.store().lastAttemptNumber(arm.id()) + 1,
                            SoftwareVersion.CURRENT),
                    activity);
            practising.add(arm.id().name(), loop, activity);
        }
        phase = "practising";
        trainer.start();
        practising.start();
    }

    private void publish(AttemptEvent event, int partition) {
        services.publisher().publish(event, partition);
        services.publisher().failureOf(event.attempt()).ifPresent(failure -> {
            throw failure;
        });
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
                "Started in %.1f s:%n%s%s  log         %s%n  page        %s%nCtrl-C stops.%n",
                took.toMillis() / 1000.0,
                describeComponents(),
                resumed,
                folder.root().resolve("logs").resolve("farm.log"),
                page.uri());
    }

    /** @throws FarmException if a part the farm cannot work without has failed */
    void checkHealth() {
        services.fault().ifPresent(fault -> {
            throw fault;
        });
    }

    AttemptPlan plan() {
        return plan;
    }

    String phase() {
        return monitor.problem().map(p -> "paused").orElse(phase);
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

    /** What somebody should look at: why the arms stand still, or what keeps events from the store or shards from their bucket. */
    Optional<String> problem() {
        return monitor.problem()
                .or(() -> Optional.ofNullable(arms).flatMap(Simulation::problem))
                .or(services.publisher()::problem)
                .or(services::uploadProblem);
    }

    Progress progress(String newPhase, Duration elapsed) {
        phase = newPhase;
        rate.at(elapsed, practising.attempts());
        boolean bounded = plan.targetCollected() < Long.MAX_VALUE;
        return new Progress(
                phase(),
                plan.collected(),
                bounded ? OptionalLong.of(plan.targetCollected()) : OptionalLong.empty(),
                elapsed,
                rate.perSecond(),
                trainer.policies().model().map(ModelVersion::name).orElse("random"),
                watch.recent(),
                trainer.status().text(),
                problem());
    }

    /** First grasps on held-out objects that the configuration wants at the end, per policy. */
    long evaluationAttempts() {
        return config.evaluation().attempts();
    }

    /** On all that the arms have done, also what is still on its way into the store, if that takes no longer than some seconds. */
    void requestLastRound() {
        if (!services.publisher().flush(STORE_PATIENCE) || !services.consumer().awaitCaughtUp(STORE_PATIENCE)) {
            LOG.warn("The last round is trained without some attempts that are not stored yet");
        }
        watch.refresh();
        trainer.requestLastRound();
    }

    boolean training() {
        return trainer.busy();
    }

    /**
     * Queues first grasps on held-out objects, as far as this model has not made them yet.
     *
     * @param wanted first grasps per policy
     * @return false if there is nothing to evaluate: no model, none wanted, or done in an earlier run
     */
    boolean beginEvaluation(long wanted) {
        long scenes = farmArms.anyArrangesBin() ? wanted : 0;
        long done = trainer.policies()
                .model()
                .map(model -> watch.success().heldOut(model).attempts())
                .orElse(scenes);
        if (done >= scenes) {
            return false;
        }
        plan.evaluate(HELD_OUT_SEED + 1_000_000L * config.seed() + done, (int) (scenes - done));
        return true;
    }

    /** Stops arms and trainer and waits until everything they sent is stored. Idempotent; bounded to about 7 s. */
    public void stopArms() {
        if (armsStopped) {
            return;
        }
        armsStopped = true;
        phase = "stopping";
        plan.stopCollecting();
        plan.cancelEvaluations();
        practising.stop();
        if (trainer != null) {
            trainer.stop();
        }
        practising.awaitEnd();
        if (!services.publisher().flush(STORE_PATIENCE) || !services.consumer().awaitCaughtUp(STORE_PATIENCE)) {
            LOG.warn("Not everything sent is stored yet; the next start goes on with it");
        }
    }

    /** Results so far. */
    public FarmReport report(Duration wall) {
        return ReportBuilder.build(services.store(), practising.numbered(), Optional.of(wall), arms.realTimeFactor());
    }

    @Override
    public void close() {
        if (services != null && plan != null) {
            stopArms();
        }
        closeAll(page, monitor, arms, trainer, services);
    }

    private static void closeAll(AutoCloseable... parts) {
        for (AutoCloseable part : parts) {
            if (part != null) {
                try {
                    part.close();
                } catch (Exception e) {
                    LOG.error("Closing {} failed", part.getClass().getSimpleName(), e);
                }
            }
        }
    }
}
