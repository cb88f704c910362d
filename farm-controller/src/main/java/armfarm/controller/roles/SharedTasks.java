package armfarm.controller.roles;

import armfarm.controller.state.PlanFacts;
import armfarm.episodes.roles.EvaluationTask;
import armfarm.episodes.roles.FarmBoard;
import armfarm.episodes.roles.FarmPhase;
import armfarm.episodes.roles.PlanState;
import armfarm.messages.ArmId;
import armfarm.messages.FarmException;
import armfarm.messages.Purpose;
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
 * The farm's plan for the arm of this process. While the database is away the arm goes on by the last plan it knew, if that
 * was to practise, and accounts for it afterwards; it makes no evaluation meanwhile.
 *
 * <p>Thread-safe: the arm's thread takes tasks, another one {@link #refresh refreshes} the plan about once a second.
 */
final class SharedTasks implements AttemptTasks {
    private static final Logger LOG = LoggerFactory.getLogger(SharedTasks.class);

    private final FarmBoard board;
    private final ArmId arm;
    private final String process;
    private final Runnable beforeEvaluation;
    private final List<EvaluationTask> answers = new ArrayList<>();
    private PlanState plan;
    private boolean away;
    private boolean allowed = true;
    private long owed;
    private EvaluationTask evaluating;
    private long changes;

    /**
     * @param plan as it is now
     * @param beforeEvaluation makes sure that the newest model is in use
     */
    SharedTasks(FarmBoard board, ArmId arm, String process, PlanState plan, Runnable beforeEvaluation) {
        this.board = board;
        this.arm = arm;
        this.process = process;
        this.plan = plan;
        this.beforeEvaluation = beforeEvaluation;
    }

    /** Whether the arm is this process's to move. */
    synchronized void allow(boolean nowAllowed) {
        allowed = nowAllowed;
        changed();
    }

    /** Reads the plan and tells the board what it does not know yet. @throws FarmException (RESOURCE) if the database is away */
    void refresh() {
        try {
            settle();
            PlanState now = board.plan();
            synchronized (this) {
                boolean other = !now.equals(plan);
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
        }
        try {
            if (known.phase() == FarmPhase.EVALUATING && arrangesBin) {
                return evaluation();
            }
            return known.practising() && board.handOut() ? Optional.of(AttemptTask.COLLECT) : Optional.empty();
        } catch (FarmException e) {
            noteAway(e);
            return Optional.empty();
        }
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
        return Optional.of(AttemptTask.COLLECT);
    }

    @Override
    public void finished(AttemptTask task, boolean completed) {
        if (task.purpose() == Purpose.EVALUATION) {
            answer(completed);
        } else if (!completed) {
            synchronized (this) {
                owed--;
            }
        }
    }

    /** An evaluation that was not completed, and is not put back now, is claimed by this arm again or falls free with it. */
    private void answer(boolean completed) {
        EvaluationTask task;
        synchronized (this) {
            task = evaluating;
            evaluating = null;
        }
        try {
            board.finishEvaluation(task, completed);
        } catch (FarmException e) {
            noteAway(e);
            if (completed) {
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

    /** What an arm that asks for a task would get of this plan. */
    static PlanFacts facts(PlanState plan) {
        return new PlanFacts(
                plan.pausedReason(), plan.handedOut(), plan.target(), plan.trainerLimit(), plan.evaluationsLeft());
    }

    /** The plan as it was last known. */
    synchronized PlanState plan() {
        return plan;
    }

    /** Whether the database did not answer when it was last asked. */
    synchronized boolean isAway() {
        return away;
    }
}
