package armfarm.controller;

import armfarm.controller.FarmRun.Progress;
import armfarm.controller.base.DataFolder;
import armfarm.controller.base.Patience;
import armfarm.controller.config.FarmConfig;
import armfarm.controller.dashboard.DashboardServer;
import armfarm.controller.metrics.FarmMetrics;
import armfarm.controller.report.AttemptRate;
import armfarm.controller.report.FarmReport;
import armfarm.controller.report.ReportBuilder;
import armfarm.controller.state.ComponentFacts;
import armfarm.controller.state.FarmFacts;
import armfarm.controller.state.FarmState;
import armfarm.controller.state.LoopNotices;
import armfarm.controller.state.ModelNotices;
import armfarm.controller.state.Notice;
import armfarm.controller.state.PlanFacts;
import armfarm.controller.state.Probes;
import armfarm.controller.state.TrainerFacts;
import armfarm.episodes.EpisodeStore;
import armfarm.messages.ModelVersion;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.FarmPhase;
import armfarm.messages.supervision.Supervision;
import armfarm.messages.time.Stopwatch;
import armfarm.policy.learning.TrainerStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What a farm's controller does, whatever processes the farm is made of: tells arms and trainer by the board what they are to do,
 * looks after the disk, knows what the farm is in, and shows the page.
 *
 * <p>One thread begins, runs and closes it; the page's threads ask.
 */
public final class FarmController implements FarmRun.Practice, AutoCloseable {
    /** A word of the controller waits that long for a database that is away. */
    private static final Duration WORD_PATIENCE = Duration.ofMinutes(10);

    private final Setup setup;
    private final AttemptRate rate = new AttemptRate();
    private final FarmMonitor monitor;
    private volatile FarmPhase phase = FarmPhase.STARTING;
    private volatile Stopwatch sinceSaid = Stopwatch.start();
    private long askedRound;

    /**
     * What the controller works with.
     *
     * @param target completed practice attempts to reach; empty for no end
     * @param stopRequested asked while a word waits for the board's database
     */
    public record Setup(
            FarmConfig config,
            DataFolder folder,
            FarmArms arms,
            OptionalLong target,
            FarmBoard board,
            EpisodeStore store,
            FarmWatch watch,
            Crew crew,
            Probes probes,
            BooleanSupplier stopRequested,
            InstantSource clock,
            Instant startedAt,
            Supervision supervision) {}

    public FarmController(Setup setup) {
        this.setup = setup;
        monitor = new FarmMonitor(
                setup.supervision(),
                crew()::fault,
                watch()::refresh,
                this::pause,
                setup.folder().root(),
                setup.config().minFreeDiskMegabytes());
    }

    /** Looks after the disk from now on; once before it returns. */
    public void start() {
        monitor.start();
    }

    /** Begins the arms' practice, or goes on with it. Blocks on the board. */
    public void begin() {
        setup.board().begin(setup.target(), crew().completed());
        entered(FarmPhase.PRACTISING);
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

    @Override
    public void enter(FarmPhase next) {
        if (next != phase) {
            tell(() -> setup.board().enter(next));
            entered(next);
        }
    }

    private void entered(FarmPhase next) {
        if (phase.beginsAttempts() || next.beginsAttempts()) {
            sinceSaid = Stopwatch.start();
        }
        phase = next;
    }

    private void pause(boolean paused) {
        Optional<String> reason = paused
                ? Optional.of("the disk of the controller is nearly full (storage.min_free_mb)")
                : Optional.empty();
        setup.board().pause(reason); // tried again by the disk check while the database is away
    }

    @Override
    public long collected() {
        return crew().completed();
    }

    @Override
    public long target() {
        return setup.target().orElse(Long.MAX_VALUE);
    }

    @Override
    public boolean idle() {
        return crew().idle(sinceSaid.elapsed());
    }

    @Override
    public long storedAttempts() {
        return watch().counts().stored();
    }

    @Override
    public boolean everythingIsStored() {
        return idle() && crew().everythingIsStored();
    }

    @Override
    public void requestLastRound() {
        askedRound = word(setup.board()::requestLastRound);
    }

    @Override
    public boolean training() {
        return crew().plan().lastRoundDone() < askedRound;
    }

    @Override
    public boolean beginEvaluation(long most) {
        tell(watch()::refresh);
        Optional<ModelVersion> model = word(crew()::modelToEvaluate);
        Optional<HeldOutScenes> scenes =
                HeldOutScenes.left(setup.config(), setup.arms(), most, model, watch().success());
        scenes.ifPresent(left -> {
            tell(() -> setup.board().evaluate(left.firstSeed(), left.count()));
            enter(FarmPhase.EVALUATING);
            tell(crew()::refresh);
        });
        return scenes.isPresent();
    }

    @Override
    public long evaluationsLeft() {
        return crew().plan().evaluationsLeft();
    }

    @Override
    public void checkHealth() {
        crew().fault().or(setup.supervision()::fault).ifPresent(fault -> {
            throw fault;
        });
    }

    @Override
    public Progress progress(Duration elapsed) {
        rate.at(elapsed, crew().made());
        FarmState state = state();
        return new Progress(
                state.condition(),
                collected(),
                setup.target(),
                elapsed,
                rate.perSecond(),
                crew().model().map(ModelVersion::name).orElse("random"),
                watch().recent(),
                state.reason().orElse(crew().trainer().text()),
                state.problem().map(Notice::line));
    }

    /** Results so far. */
    public FarmReport report(Duration wall) {
        return ReportBuilder.build(setup.store(), crew().begun(), Optional.of(wall), crew().realTimeFactor());
    }

    /** What the farm is in and why, of facts measured lately. Never blocks. */
    public FarmState state() {
        FarmPhase now = phase;
        List<ComponentFacts> components = new ArrayList<>(setup.probes().facts());
        components.addAll(crew().components());
        List<Notice> reported = new ArrayList<>(crew().notices(now));
        reported.addAll(LoopNotices.of(setup.supervision()));
        reported.addAll(ModelNotices.of(watch().models()));
        TrainerStatus trainer = crew().trainer();
        return FarmState.of(
                new FarmFacts(
                        now,
                        monitor.problem(),
                        PlanFacts.of(crew().plan()),
                        new TrainerFacts(
                                trainer.text(),
                                trainer.failure(),
                                crew().model().isPresent()),
                        reported,
                        crew().armFacts(),
                        components),
                setup.clock().instant());
    }

    /** Opens the page; whoever asks for it closes it. */
    public DashboardServer openPage(FarmMetrics metrics) {
        metrics.stored(watch()::counts)
                .outcomes(watch()::outcomes)
                .success(watch()::recentByArm, watch()::recent)
                .models(watch()::models)
                .predictions(watch()::success)
                .disk(setup.folder().root(), setup.config().minFreeDiskMegabytes())
                .loops(setup.supervision())
                .state(this::state);
        PageFacts facts = new PageFacts(
                setup.folder().root(),
                setup.startedAt(),
                setup.target(),
                setup.store(),
                this::state,
                rate::perSecond,
                crew()::losses,
                crew()::trainer,
                crew()::arms);
        DashboardServer page = PagePort.open(
                setup.config().page(), new FarmPage(facts, watch(), setup.clock(), metrics), setup.clock());
        setup.supervision().include(page.loops());
        return page;
    }

    private FarmWatch watch() {
        return setup.watch();
    }

    private Crew crew() {
        return setup.crew();
    }

    /** Leaves the plan as it is. */
    @Override
    public void close() {
        monitor.close();
    }
}
