package armfarm.policy.practice;

import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.AttemptId;
import armfarm.messages.AttemptSource;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.Outcome;
import armfarm.messages.Purpose;
import armfarm.messages.cell.ArmCell;
import armfarm.messages.cell.SceneState;
import armfarm.messages.cell.StopState;
import armfarm.messages.supervision.FailureText;
import armfarm.policy.GraspPolicy;
import armfarm.policy.outcome.OutcomeRules;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One arm practising until told to stop: takes tasks from the plan, carries each out, and recovers from the cell's
 * faults without disturbing the other arms. Models change between attempts only.
 *
 * <p>{@link #run} belongs to the arm's thread; {@link #stop()} may be called from any.
 */
public final class ArmLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ArmLoop.class);
    // Choices. An idle arm is woken by what changes; this long it may take to notice what does not tell, such as a
    // stop.
    private static final long IDLE_WAIT_MILLISECONDS = 200;
    // After faults in a row the arm waits 0.5 s, 1 s, 2 s and so on: a robot that was switched off is tried every ten.
    private static final long FIRST_BACK_OFF_MILLISECONDS = 250;
    private static final long MAX_BACK_OFF_MILLISECONDS = 10_000;
    private static final int MAX_DOUBLINGS = 6;
    // A prime beyond most attempt numbers, so that arms and starts do not draw each other's numbers.
    private static final long SEED_FACTOR = 1_000_003;

    private final Setup setup;
    private final ArmActivity activity;
    private final SplittableRandom random;
    private volatile boolean stopping;
    private long attemptNumber;
    private ArmCell cell;
    private SceneKeeper scenes;
    private boolean atHome;
    private int faultsInARow;

    /**
     * What the loop works with.
     *
     * @param connect makes the connection to the arm cell; called again after a fault that moving home does not cure
     * @param arrangesBin whether the cell's bin is arranged on request
     * @param stop a person's stop of this arm: nothing is begun while it lasts
     * @param seed makes scenes, exploration and search repeatable
     * @param firstAttemptNumber number of the next attempt of this arm
     * @param source what runs the arm
     */
    public record Setup(
            Supplier<ArmCell> connect,
            boolean arrangesBin,
            StopState stop,
            AttemptTasks tasks,
            PolicySource policies,
            OutcomeRules rules,
            PracticeConfig config,
            Consumer<AttemptEvent> events,
            InstantSource clock,
            long seed,
            long firstAttemptNumber,
            String softwareVersion,
            AttemptSource source) {}

    public ArmLoop(Setup setup, ArmActivity activity) {
        this.setup = setup;
        this.activity = activity;
        this.attemptNumber = setup.firstAttemptNumber();
        this.random = new SplittableRandom(setup.seed() * SEED_FACTOR + setup.firstAttemptNumber());
    }

    /** Ends the loop after the attempt under way; interrupt the thread to end that one too. Never blocks. */
    public void stop() {
        stopping = true;
    }

    /** Number the next attempt will have; what this arm produced is one less. */
    public long nextAttemptNumber() {
        return attemptNumber;
    }

    /**
     * Practises until told to stop; may be called again when it failed.
     *
     * @param alive called after each thing done: the loop does not hang
     * @throws InterruptedException if nobody had stopped it
     */
    public void run(Runnable alive) throws InterruptedException {
        try {
            while (!stopping) {
                alive.run();
                if (heldByAPerson()) {
                    setup.tasks().awaitChange(IDLE_WAIT_MILLISECONDS);
                    continue;
                }
                Optional<AttemptTask> task = setup.tasks().next(setup.arrangesBin());
                if (task.isEmpty()) {
                    enter(ArmActivity.State.IDLE);
                    setup.tasks().awaitChange(IDLE_WAIT_MILLISECONDS);
                } else {
                    carryOut(task.get());
                }
            }
        } catch (InterruptedException e) {
            if (!stopping) {
                throw e;
            }
            LOG.debug("{} interrupted", activity.arm());
        } finally {
            enter(ArmActivity.State.STOPPED);
            disconnect();
        }
    }

    /** The arm stays connected, so that its heartbeat goes on saying stop. */
    private boolean heldByAPerson() {
        Optional<String> stopped = setup.stop().stopped();
        stopped.ifPresent(why -> activity.held(why, setup.clock().instant()));
        return stopped.isPresent();
    }

    private void carryOut(AttemptTask task) throws InterruptedException {
        boolean completed = false;
        boolean held = false;
        try {
            if (cell == null || activity.state() == ArmActivity.State.HELD) {
                enter(ArmActivity.State.STARTING); // connecting and going home take their time
            }
            prepareCell();
            enter(task.purpose() == Purpose.EVALUATION ? ArmActivity.State.EVALUATING : ArmActivity.State.PRACTISING);
            SceneState scene = scenes.prepare(task);
            held = heldByAPerson(); // filling a bin takes its time
            if (!held) {
                completed = attempt(task, scene) != Outcome.ABORTED;
                faultsInARow = completed ? 0 : faultsInARow + 1;
            }
        } catch (RuntimeException | Error e) {
            faultsInARow++;
            noteFault(known(e));
        } finally {
            setup.tasks().finished(task, completed);
        }
        if (!completed && !held && !stopping) {
            recoverLater();
        }
    }

    private Outcome attempt(AttemptTask task, SceneState scene) {
        Optional<ModelVersion> model =
                task.random() ? Optional.empty() : setup.policies().model();
        GraspPolicy policy = policyFor(task);
        AttemptId id = AttemptId.next(setup.clock().instant(), random);
        GraspSequence sequence = new GraspSequence(
                new GraspSequence.Context(cell, setup.rules(), setup.clock(), setup.events(), activity::saw), id);
        activity.began(model.map(ModelVersion::name));
        sequence.start(attemptNumber, task, scene, setup.softwareVersion(), setup.source());
        attemptNumber++;
        try {
            atHome = false;
            AttemptEnded ended = sequence.run(policy, random.nextLong(), scenes.failedGraspsInBase());
            atHome = true;
            scenes.finished(ended.outcome(), sequence.graspInBase());
            activity.ended(ended.outcome());
            return ended.outcome();
        } catch (RuntimeException | Error e) {
            FarmException fault = known(e);
            sequence.abort(stopping ? "the farm was stopped" : fault.getMessage());
            scenes.reset();
            activity.ended(Outcome.ABORTED);
            if (!stopping) {
                noteFault(fault);
            }
            return Outcome.ABORTED;
        }
    }

    /** What nobody foresaw is a fault like any other: the arm tries again, and the others do not notice. */
    private FarmException known(Throwable e) {
        if (e instanceof FarmException fault) {
            return fault;
        }
        LOG.error("{} failed in a way that nobody foresaw", activity.arm(), e);
        return new FarmException(ErrorCode.BUG, "An attempt failed: " + FailureText.of(e), e);
    }

    private GraspPolicy policyFor(AttemptTask task) {
        if (task.random()) {
            return setup.policies().random();
        }
        return task.purpose() == Purpose.EVALUATION
                ? setup.policies().greedy().orElse(setup.policies().random())
                : setup.policies().collecting();
    }

    private void prepareCell() {
        if (cell == null) {
            cell = setup.connect().get();
            scenes = new SceneKeeper(cell, setup.config(), random);
            atHome = false;
        }
        if (!atHome) {
            cell.openGripper();
            cell.moveTo(cell.homeInBase());
            atHome = true;
        }
    }

    private void recoverLater() throws InterruptedException {
        enter(ArmActivity.State.RECOVERING);
        if (faultsInARow > 1) {
            disconnect();
        }
        long backOff = FIRST_BACK_OFF_MILLISECONDS << Math.min(faultsInARow, MAX_DOUBLINGS);
        setup.tasks().awaitChange(Math.min(MAX_BACK_OFF_MILLISECONDS, backOff));
    }

    private void noteFault(FarmException e) {
        activity.failed(
                e.getMessage(), e.code() == ErrorCode.CONFIG, setup.clock().instant());
        LOG.warn("{} [{}] {}", activity.arm(), e.code(), e.getMessage());
    }

    private void disconnect() {
        if (cell != null) {
            cell.close();
            cell = null;
        }
    }

    private void enter(ArmActivity.State state) {
        activity.enter(state, setup.clock().instant());
    }
}
