package armfarm.controller.roles;

import armfarm.controller.Crew;
import armfarm.controller.dashboard.LossView;
import armfarm.controller.state.ArmFacts;
import armfarm.controller.state.ComponentFacts;
import armfarm.controller.state.Notice;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelState;
import armfarm.messages.ArmId;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.board.ArmStatus;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.FarmPhase;
import armfarm.messages.board.PlanState;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import armfarm.policy.learning.TrainerStatus;
import armfarm.policy.practice.ArmActivity;
import armfarm.policy.practice.ArmSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Arms, trainer and stores that are processes of their own: what they last said on the board, read twice a second so that nobody
 * else asks the database in a loop; and the correction of the plan for arms that died with an attempt. Each is a loop of its own.
 * Thread-safe.
 */
final class ReportedCrew implements Crew, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportedCrew.class);
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final LoopOptions OPTIONS =
            LoopOptions.defaults().withPauses(EVERY, Duration.ofSeconds(2)).notInterrupted(Duration.ofSeconds(4));
    private static final Set<String> BUSY =
            Set.of(ArmActivity.State.PRACTISING.name(), ArmActivity.State.EVALUATING.name());

    /** Arms report once a second; a younger report may be from before they heard the last word. */
    private static final Duration HEARD = Duration.ofMillis(2_500);

    /** So long after the last sign of an attempt, none can be under way or on its way to the store. */
    private static final Duration STANDSTILL = Duration.ofSeconds(5);

    /** Older, what was read is not good enough to correct anything by. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    /** A store that runs is some attempts behind at most. */
    private static final long MANY_WAITING = 100;

    private final Setup setup;
    private final List<SupervisedLoop> loops;
    private final BoardArms boardArms = new BoardArms();
    private final Instant startedAt;
    private volatile BoardState read;
    private volatile List<BoardArms.Seen> seen = List.of();
    private volatile Optional<Instant> storeSeen = Optional.empty();
    private volatile long numbered;
    private volatile boolean answers = true;
    private long lastHandedOut;
    private long lastCollected;
    private Instant standingSince;

    /**
     * What is looked at.
     *
     * @param counts what the store holds
     * @param completed practice attempts in the store that came to an end
     * @param models registered ones, oldest first
     * @param lastStored number of an arm's latest attempt in the store; may block
     * @param newestModel that the arms can fetch; may block
     * @param fault why this process may not go on as the farm's controller
     * @param clock the time of day, for people
     * @param steady what nobody sets, for durations
     */
    record Setup(
            Supervision supervision,
            FarmBoard board,
            Supplier<FarmCounts> counts,
            LongSupplier completed,
            Supplier<List<ModelRecord>> models,
            ToLongFunction<ArmId> lastStored,
            Supplier<Optional<ModelVersion>> newestModel,
            Supplier<Optional<FarmException>> fault,
            InstantSource clock,
            InstantSource steady) {}

    /** Reads the board once. Blocks on the database. */
    ReportedCrew(Setup setup) {
        this.setup = setup;
        startedAt = setup.clock().instant();
        standingSince = setup.steady().instant();
        refresh();
        loops = List.of(
                setup.supervision().every(EVERY, "reading of the board", this::read, OPTIONS),
                setup.supervision().every(EVERY, "correction of the plan", this::correctPlan, OPTIONS));
    }

    void start() {
        loops.forEach(SupervisedLoop::start);
    }

    @Override
    public synchronized void refresh() {
        BoardState now = BoardState.read(setup.board(), setup.clock().instant());
        read = now;
        storeSeen = now.stores() > 0 ? Optional.of(now.readAt()) : storeSeen;
        seen = boardArms.update(now.arms(), now.readAt());
        numbered = now.arms().stream().mapToLong(this::lastNumber).sum();
    }

    /** Of a process that died nobody knows what it began and did not send: what came into the store counts. */
    private long lastNumber(ArmStatus arm) {
        boolean told = arm.alive() || arm.state().equals(ArmReporter.STOPPED);
        return told ? arm.lastAttemptNumber() : setup.lastStored().applyAsLong(arm.arm());
    }

    private void read() {
        try {
            refresh();
            answers = true;
        } catch (FarmException e) {
            answers = false;
            throw e;
        }
    }

    private void correctPlan() {
        long collected = completed();
        BoardState now = read;
        PlanState plan = now.plan();
        Instant instant = setup.clock().instant();
        boolean still = now.isYoungerThan(FRESH, instant) // an old one does not know what arms began since
                && plan.practising()
                && !anyArmBusy()
                && plan.handedOut() == lastHandedOut
                && collected == lastCollected
                && everythingIsStored(); // without a store they are on their way, however long
        lastHandedOut = plan.handedOut();
        lastCollected = collected;
        Instant standing = setup.steady().instant();
        if (!still || plan.handedOut() == collected) {
            standingSince = standing;
        } else if (standingSince.plus(STANDSTILL).isBefore(standing)) {
            LOG.info("{} attempts handed out, {} completed and none under way: corrected", plan.handedOut(), collected);
            setup.board().correctHandedOut(collected);
            standingSince = standing;
        }
    }

    @Override
    public PlanState plan() {
        return read.plan();
    }

    @Override
    public List<ArmSnapshot> arms() {
        return seen.stream().map(BoardArms.Seen::snapshot).toList();
    }

    @Override
    public List<ArmFacts> armFacts() {
        return seen.stream().map(BoardArms.Seen::facts).toList();
    }

    /** {@inheritDoc} An arm that died has not said how its attempt ended: what came into the store counts. */
    @Override
    public long completed() {
        return setup.completed().getAsLong();
    }

    @Override
    public long made() {
        return setup.counts().get().stored();
    }

    @Override
    public long begun() {
        return numbered + setup.counts().get().imported();
    }

    @Override
    public boolean idle(Duration sinceSaid) {
        return sinceSaid.compareTo(HEARD) > 0 && !anyArmBusy();
    }

    private boolean anyArmBusy() {
        return read.arms().stream().anyMatch(arm -> arm.alive() && BUSY.contains(arm.state()));
    }

    /** {@inheritDoc} Or was rejected. */
    @Override
    public boolean everythingIsStored() {
        FarmCounts counts = setup.counts().get();
        return counts.stored() + counts.rejected() >= Math.max(counts.attempts(), begun());
    }

    @Override
    public TrainerStatus trainer() {
        return read.trainerStatus();
    }

    @Override
    public Optional<ModelVersion> model() {
        return setup.models().get().stream()
                .filter(model -> model.state() != ModelState.REFUSED)
                .map(ModelRecord::version)
                .reduce((older, newer) -> newer);
    }

    @Override
    public Optional<ModelVersion> modelToEvaluate() {
        return setup.newestModel().get();
    }

    @Override
    public List<ComponentFacts> components() {
        return read.components(startedAt, storeSeen);
    }

    @Override
    public List<Notice> notices(FarmPhase phase) {
        List<Notice> notices = new ArrayList<>(BoardArms.mentioned(seen));
        if (answers) { // else the question to the database says so, and what is known is old
            notices.addAll(read.missing(phase));
        }
        waitingForAStore().ifPresent(notices::add);
        return notices;
    }

    private Optional<Notice> waitingForAStore() {
        FarmCounts counts = setup.counts().get();
        long waiting = begun() - counts.stored() - counts.rejected();
        return waiting < MANY_WAITING
                ? Optional.empty()
                : Optional.of(new Notice(
                        Notice.Kind.STORE_BEHIND,
                        Notice.Urgency.PERSON,
                        waiting + " attempts are not stored yet",
                        "see whether a store runs, and start one with 'armfarm store'",
                        List.of()));
    }

    @Override
    public List<LossView> losses() {
        FarmCounts counts = setup.counts().get();
        return List.of(
                new LossView("store", "records rejected, kept with the reason", counts.rejectedRecords(), true),
                new LossView("store", "attempts that arrived again", counts.duplicates(), false),
                new LossView("store", "attempts aborted", counts.aborted(), false));
    }

    @Override
    public OptionalDouble realTimeFactor() {
        return OptionalDouble.empty();
    }

    @Override
    public Optional<FarmException> fault() {
        return setup.fault().get();
    }

    @Override
    public void close() {
        loops.forEach(SupervisedLoop::stop);
        loops.forEach(SupervisedLoop::close);
    }
}
