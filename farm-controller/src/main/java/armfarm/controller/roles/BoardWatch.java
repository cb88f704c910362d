package armfarm.controller.roles;

import armfarm.controller.FarmWatch;
import armfarm.controller.state.ComponentFacts;
import armfarm.controller.state.Notice;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.roles.ArmStatus;
import armfarm.episodes.roles.FarmBoard;
import armfarm.episodes.roles.PlanState;
import armfarm.messages.ArmId;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import armfarm.messages.time.Stopwatch;
import armfarm.policy.learning.TrainerStatus;
import armfarm.policy.practice.ArmActivity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the other processes last said, read twice a second so that nobody else asks the database in a loop; the
 * correction of the plan for arms that died with an attempt; and the hold on the controller's place. Each is a loop of its own.
 * Thread-safe.
 */
final class BoardWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoardWatch.class);
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final LoopOptions OPTIONS =
            LoopOptions.defaults().withPauses(EVERY, Duration.ofSeconds(2)).notInterrupted(Duration.ofSeconds(4));
    private static final Set<String> BUSY =
            Set.of(ArmActivity.State.PRACTISING.name(), ArmActivity.State.EVALUATING.name());

    /** So long after the last sign of an attempt, none can be under way or on its way to the store. */
    private static final Duration STANDSTILL = Duration.ofSeconds(5);

    /** Older, what was read is not good enough to correct anything by. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final FarmBoard board;
    private final FarmWatch watch;
    private final ToLongFunction<ArmId> lastStored;
    private final List<SupervisedLoop> loops;
    private final InstantSource clock;
    private final BoardArms boardArms = new BoardArms();
    private volatile BoardState read;
    private volatile List<BoardArms.Seen> seen = List.of();
    private volatile Optional<Instant> storeSeen = Optional.empty();
    private final Instant startedAt;
    private volatile long numbered;
    private volatile boolean answers = true;
    private long lastHandedOut;
    private long lastCollected;
    private Stopwatch standing = Stopwatch.start();

    /** @param lastStored number of an arm's latest attempt in the store */
    BoardWatch(
            Supervision supervision,
            FarmBoard board,
            FarmWatch watch,
            RoleLock lock,
            ToLongFunction<ArmId> lastStored,
            InstantSource clock) {
        this.board = board;
        this.watch = watch;
        this.lastStored = lastStored;
        this.clock = clock;
        this.startedAt = clock.instant();
        refresh();
        loops = List.of(
                supervision.every(EVERY, "hold on the controller's place", lock::renew, OPTIONS),
                supervision.every(EVERY, "reading of the board", this::read, OPTIONS),
                supervision.every(EVERY, "correction of the plan", this::correctPlan, OPTIONS));
    }

    void start() {
        loops.forEach(SupervisedLoop::start);
    }

    /** Reads everything. Blocks on the database. */
    synchronized void refresh() {
        BoardState now = BoardState.read(board, clock.instant());
        read = now;
        storeSeen = now.stores() > 0 ? Optional.of(now.readAt()) : storeSeen;
        seen = boardArms.update(now.arms(), now.readAt());
        numbered = now.arms().stream().mapToLong(this::lastNumber).sum();
    }

    /** Of a process that died nobody knows what it began and did not send: what came into the store counts. */
    private long lastNumber(ArmStatus arm) {
        boolean told = arm.alive() || arm.state().equals(ArmReporter.STOPPED);
        return told ? arm.lastAttemptNumber() : lastStored.applyAsLong(arm.arm());
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
        long collected = watch.completedCollection();
        BoardState now = read;
        PlanState plan = now.plan();
        boolean still = now.isYoungerThan(FRESH, clock.instant()) // an old one does not know what arms began since
                && plan.practising()
                && !anyArmBusy()
                && plan.handedOut() == lastHandedOut
                && collected == lastCollected
                && nothingIsMissing(); // without a store they are on their way, however long
        lastHandedOut = plan.handedOut();
        lastCollected = collected;
        if (!still || plan.handedOut() == collected) {
            standing = Stopwatch.start();
        } else if (standing.isPast(STANDSTILL)) {
            LOG.info("{} attempts handed out, {} completed and none under way: corrected", plan.handedOut(), collected);
            board.correctHandedOut(collected);
            standing = Stopwatch.start();
        }
    }

    PlanState plan() {
        return read.plan();
    }

    /** What the arms are in. */
    List<BoardArms.Seen> arms() {
        return seen;
    }

    /** What other processes were last known to be, with the age of their last sign. */
    List<ComponentFacts> components() {
        return read.components(startedAt, storeSeen);
    }

    boolean anyArmBusy() {
        return read.arms().stream().anyMatch(arm -> arm.alive() && BUSY.contains(arm.state()));
    }

    /** The latest attempt numbers of all arms, added up. */
    long numbered() {
        return numbered;
    }

    /** Whether the store has, or has rejected, all that the arms numbered. */
    boolean nothingIsMissing() {
        FarmCounts counts = watch.counts();
        return counts.stored() + counts.rejected() >= Math.max(counts.attempts(), numbered + counts.imported());
    }

    TrainerStatus trainer() {
        return read.trainerStatus();
    }

    /** What keeps the phase from its end, and what arms mention. */
    List<Notice> notices(String phase) {
        List<Notice> notices = new ArrayList<>(BoardArms.mentioned(seen));
        if (answers) { // else the question to the database says so, and what is known is old
            notices.addAll(read.missing(phase));
        }
        return notices;
    }

    @Override
    public void close() {
        loops.forEach(SupervisedLoop::stop);
        loops.forEach(SupervisedLoop::close);
    }
}
