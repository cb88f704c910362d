package armfarm.controller.roles;

import armfarm.controller.FarmWatch;
import armfarm.controller.collection.ArmActivity;
import armfarm.controller.learning.TrainerStatus;
import armfarm.controller.state.ComponentFacts;
import armfarm.controller.state.ComponentNames;
import armfarm.controller.state.Notice;
import armfarm.episodes.FarmCounts;
import armfarm.episodes.roles.ArmStatus;
import armfarm.episodes.roles.FarmBoard;
import armfarm.episodes.roles.PlanState;
import armfarm.episodes.roles.TrainerReport;
import armfarm.messages.ArmId;
import armfarm.messages.FarmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the other processes last said, read twice a second so that nobody else asks the database in a loop; and the
 * correction of the plan for arms that died with an attempt. Thread-safe.
 */
final class BoardWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoardWatch.class);
    private static final long EVERY_MILLISECONDS = 500;
    private static final Set<String> BUSY =
            Set.of(ArmActivity.State.PRACTISING.name(), ArmActivity.State.EVALUATING.name());

    /** So long after the last sign of an attempt, none can be under way or on its way to the store. */
    private static final Duration STANDSTILL = Duration.ofSeconds(5);

    private final FarmBoard board;
    private final FarmWatch watch;
    private final RoleLock lock;
    private final ToLongFunction<ArmId> lastStored;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "board");
    private volatile PlanState plan;
    private final InstantSource clock;
    private final BoardArms boardArms = new BoardArms();
    private volatile List<ArmStatus> arms;
    private volatile List<BoardArms.Seen> seen = List.of();
    private volatile int stores;
    private volatile Optional<Instant> storeSeen = Optional.empty();
    private final Instant startedAt;
    private volatile Instant readAt;
    private volatile Optional<TrainerReport> trainer;
    private volatile long numbered;
    private volatile boolean answers = true;
    private long lastHandedOut;
    private long lastCollected;
    private long standingSinceNanos = System.nanoTime();

    /** @param lastStored number of an arm's latest attempt in the store */
    BoardWatch(FarmBoard board, FarmWatch watch, RoleLock lock, ToLongFunction<ArmId> lastStored, InstantSource clock) {
        this.board = board;
        this.watch = watch;
        this.lock = lock;
        this.lastStored = lastStored;
        this.clock = clock;
        this.startedAt = clock.instant();
        refresh();
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Reads everything. Blocks on the database. */
    synchronized void refresh() {
        plan = board.plan();
        arms = board.arms();
        trainer = board.trainer();
        stores = board.stores();
        readAt = clock.instant();
        storeSeen = stores > 0 ? Optional.of(readAt) : storeSeen;
        seen = boardArms.update(arms, readAt);
        numbered = arms.stream().mapToLong(this::lastNumber).sum();
    }

    /** Of a process that died nobody knows what it began and did not send: what came into the store counts. */
    private long lastNumber(ArmStatus arm) {
        boolean told = arm.alive() || arm.state().equals(ArmReporter.STOPPED);
        return told ? arm.lastAttemptNumber() : lastStored.applyAsLong(arm.arm());
    }

    private void run() {
        try {
            while (!closed.await(EVERY_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() {
        try {
            lock.renew();
            refresh();
            correctPlan();
            answers = true;
        } catch (FarmException e) {
            if (answers) {
                LOG.warn("The farm's board does not answer: {}", e.getMessage());
            }
            answers = false;
        } catch (RuntimeException e) {
            LOG.error("Looking after the farm failed in a way that nobody foresaw; it is tried again", e);
        }
    }

    private void correctPlan() {
        long collected = watch.completedCollection();
        boolean still = plan.practising()
                && !anyArmBusy()
                && plan.handedOut() == lastHandedOut
                && collected == lastCollected
                && nothingIsMissing(); // without a store they are on their way, however long
        lastHandedOut = plan.handedOut();
        lastCollected = collected;
        long now = System.nanoTime();
        if (!still || plan.handedOut() == collected) {
            standingSinceNanos = now;
        } else if (now - standingSinceNanos > STANDSTILL.toNanos()) {
            LOG.info("{} attempts handed out, {} completed and none under way: corrected", plan.handedOut(), collected);
            board.correctHandedOut(collected);
            standingSinceNanos = now;
        }
    }

    PlanState plan() {
        return plan;
    }

    /** What the arms are in. */
    List<BoardArms.Seen> arms() {
        return seen;
    }

    /** What other processes were last known to be, with the age of their last sign. */
    List<ComponentFacts> components() {
        List<ComponentFacts> parts = new ArrayList<>();
        parts.add(new ComponentFacts(
                ComponentNames.STORE,
                stores + (stores == 1 ? " process" : " processes"),
                startedAt,
                storeSeen,
                stores > 0 ? Optional.empty() : Optional.of("none is connected to the database"),
                Optional.empty(),
                "events wait in Kafka and nothing is lost; start one with 'armfarm store'"));
        trainer.ifPresent(report -> parts.add(
                process(ComponentNames.TRAINER, report.process() + ", " + report.state(), report.reportedAgo())));
        for (ArmStatus arm : arms) {
            if (!arm.state().equals(ArmReporter.STOPPED)) {
                parts.add(process("process of " + arm.arm(), arm.process(), arm.reportedAgo()));
            }
        }
        return parts;
    }

    private ComponentFacts process(String name, String address, Duration reportedAgo) {
        Instant sign = readAt.minus(reportedAgo);
        return new ComponentFacts(name, address, sign, Optional.of(sign), Optional.empty(), Optional.empty(), "");
    }

    boolean anyArmBusy() {
        return arms.stream().anyMatch(arm -> arm.alive() && BUSY.contains(arm.state()));
    }

    long armsAlive() {
        return arms.stream()
                .filter(arm -> arm.alive() && !arm.state().equals(ArmReporter.STOPPED))
                .count();
    }

    boolean trainerAlive() {
        return trainer.map(TrainerReport::alive).orElse(false);
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
        return trainer.map(report -> new TrainerStatus(
                        report.alive() ? report.state() : "not running",
                        report.round(),
                        report.alive() ? report.drawsDone() : 0,
                        report.alive() ? report.drawsTotal() : 0,
                        report.loss(),
                        report.took()))
                .orElse(new TrainerStatus("not running", 0, 0, 0, OptionalDouble.empty(), Duration.ZERO));
    }

    /** What keeps the phase from its end, and what arms mention. */
    List<Notice> notices(String phase) {
        List<Notice> notices = new ArrayList<>(BoardArms.mentioned(seen));
        if (!answers) {
            return notices; // the question to the database says so; what else is known is old
        }
        boolean armsWanted = phase.equals("practising") || phase.equals("evaluating");
        if (armsWanted && armsAlive() == 0) {
            notices.add(Notice.of(
                    Notice.Kind.NO_ARM_RUNS, Notice.Urgency.PERSON, "no arm runs; start one with 'armfarm arm'"));
        }
        boolean trainerWanted = phase.equals("training")
                || plan.handedOut() >= plan.trainerLimit().orElse(Long.MAX_VALUE);
        if (trainerWanted && !trainerAlive()) {
            notices.add(Notice.of(
                    Notice.Kind.NO_TRAINER_RUNS,
                    Notice.Urgency.PERSON,
                    "no trainer runs, and the farm waits for one; start it with 'armfarm trainer'"));
        }
        return notices;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            if (thread.getState() != Thread.State.NEW) {
                thread.join(TimeUnit.SECONDS.toMillis(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
