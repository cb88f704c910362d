package armfarm.controller.roles;

import armfarm.messages.ArmId;
import armfarm.messages.FarmException;
import armfarm.messages.Purpose;
import armfarm.messages.board.EvaluationTask;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.FarmPhase;
import armfarm.messages.board.PlanState;
import armfarm.messages.time.Deadline;
import armfarm.policy.practice.AttemptTask;
import armfarm.policy.practice.AttemptTasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The farm's plan for one arm. An attempt that was aborted is given back and made again. While the board is away the arm goes on by
 * the last plan it knew, if that was to practise, and accounts for it afterwards; it makes no evaluation meanwhile.
 *
 * <p>Thread-safe: the arm's thread takes tasks, another one {@link #refresh refreshes} the plan.
 */
final class BoardTasks implements AttemptTasks {
    private static final Logger LOG = LoggerFactory.getLogger(BoardTasks.class);

    private final FarmBoard board;
    private final ArmId arm;
    private final String process;
    private final Runnable beforeEvaluation;
    private final List<EvaluationTask> answers = new ArrayList<>();
    private PlanState plan;
    private boolean away;
    private boolean allowed = true;
    private boolean underWay;
    private long completed;
    private long owed;
    private EvaluationTask evaluating;
    private long changes;

    /**
     * @param process of the arm, another name than that of any other arm
     * @param plan as it is now
     * @param beforeEvaluation makes sure that the newest model is in use
     */
    BoardTasks(FarmBoard board, ArmId arm, String process, PlanState plan, Runnable beforeEvaluation) {
        this.board = board;
        this.arm = arm;
        this.process = process;
        this.plan = plan;
        this.beforeEvaluation = beforeEvaluation;
    }

    /** Whether the arm is this process's to move. */
    synchronized void allow(boolean nowAllowed) {
        if (nowAllowed != allowed) {
            allowed = nowAllowed;
            changed();
        }
    }

    /** Reads the plan and tells the board what it does not know yet. @throws FarmException (RESOURCE) if the board is away */
    void refresh() {
        try {
            settle();
            PlanState now = board.plan();
            synchronized (this) {
                // An attempt that this or another arm begins or gives back must not end the pause of an arm that
                // recovers.
                boolean other = !now.asksTheSameAs(plan);
                plan = now;
                away = false;
                if (other) {
                    changed();
                }
            }
        } catch (FarmException e) {
            noteAway(e);
            throw e;
        }
    }

    private void settle() {
        long count;
        List<EvaluationTask> open;
        synchronized (this) {
            count = owed;
            open = List.copyOf(answers);
        }
        if (count != 0) {
            board.countHandedOut(count);
            synchronized (this) {
                owed -= count;
            }
        }
        for (EvaluationTask task : open) {
            board.finishEvaluation(task, true);
            synchronized (this) {
                answers.remove(task);
            }
        }
    }

    @Override
    public Optional<AttemptTask> next(boolean arrangesBin) {
        PlanState known;
        synchronized (this) {
            if (!allowed) {
                return Optional.empty();
            }
            if (away) {
                return alone();
            }
            known = plan;
            underWay = true; // before the board is asked: who then sees none under way knows that none was handed out
        }
        Optional<AttemptTask> task = Optional.empty();
        try {
            task = ask(known, arrangesBin);
        } catch (FarmException e) {
            noteAway(e);
        } finally {
            if (task.isEmpty()) {
                over();
            }
        }
        return task;
    }

    private Optional<AttemptTask> ask(PlanState known, boolean arrangesBin) {
        if (known.phase() == FarmPhase.EVALUATING && arrangesBin) {
            return evaluation();
        }
        return known.practising() && board.handOut() ? Optional.of(AttemptTask.PRACTICE) : Optional.empty();
    }

    private Optional<AttemptTask> evaluation() {
        beforeEvaluation.run();
        Optional<EvaluationTask> claimed = board.claimEvaluation(arm, process);
        synchronized (this) {
            evaluating = claimed.orElse(null);
        }
        return claimed.map(task -> AttemptTask.evaluate(task.sceneSeed(), task.random()));
    }

    private synchronized Optional<AttemptTask> alone() {
        if (!plan.practising() || plan.handedOut() + owed >= plan.practiceLimit()) {
            return Optional.empty();
        }
        owed++;
        underWay = true;
        return Optional.of(AttemptTask.PRACTICE);
    }

    @Override
    public void finished(AttemptTask task, boolean wasCompleted) {
        if (task.purpose() == Purpose.EVALUATION) {
            answer(wasCompleted);
        } else if (wasCompleted) {
            count();
        } else {
            giveBack();
        }
        over();
    }

    private synchronized void count() {
        completed++;
    }

    private synchronized void over() {
        underWay = false;
    }

    /** At once, so that nobody thinks it made; with the next sign of the board if it is away. */
    private void giveBack() {
        try {
            if (!isAway()) {
                board.countHandedOut(-1);
                return;
            }
        } catch (FarmException e) {
            noteAway(e);
        }
        synchronized (this) {
            owed--;
        }
    }

    /** An evaluation that was not completed, and is not put back now, is claimed by this arm again or falls free with it. */
    private void answer(boolean wasCompleted) {
        EvaluationTask task;
        synchronized (this) {
            task = evaluating;
            evaluating = null;
        }
        try {
            board.finishEvaluation(task, wasCompleted);
        } catch (FarmException e) {
            noteAway(e);
            if (wasCompleted) {
                synchronized (this) {
                    answers.add(task);
                }
            }
        }
    }

    @Override
    public synchronized void awaitChange(long milliseconds) throws InterruptedException {
        long seen = changes;
        boolean unused = Deadline.after(Duration.ofMillis(milliseconds)).await(this, () -> seen != changes);
    }

    private void changed() {
        changes++;
        notifyAll();
    }

    private synchronized void noteAway(FarmException e) {
        if (!away) {
            LOG.warn("{} goes on by the last plan it knows ({}): {}", arm, plan.phase(), e.getMessage());
        }
        away = true;
    }

    /** The plan as it was last known. */
    synchronized PlanState plan() {
        return plan;
    }

    /** Whether an attempt is being asked for or made. */
    synchronized boolean underWay() {
        return underWay;
    }

    /** Practice attempts of this arm that came to an end since the start. */
    synchronized long completed() {
        return completed;
    }

    /** Whether the board did not answer when it was last asked. */
    synchronized boolean isAway() {
        return away;
    }
}
