package armfarm.policy.practice;

import armfarm.messages.Purpose;
import armfarm.messages.time.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Hands out attempts to the arms until a target is met. The target counts completed collection attempts, those of
 * earlier runs included; an aborted one is made again. Practice waits when it is far ahead of the trainer, so that data is
 * collected by policies that know most of the data so far. Evaluation attempts are queued and take precedence.
 *
 * <p>Thread-safe.
 */
public final class AttemptPlan implements AttemptTasks {
    private final long targetCollected;
    private final LongSupplier trainerLimit;
    private long collected;
    private long inFlight;
    private boolean collecting = true;
    private boolean paused;
    private long changes;
    private final Deque<AttemptTask> evaluations = new ArrayDeque<>();
    private long evaluationsInFlight;

    /**
     * @param targetCollected total of collection attempts to reach; {@link Long#MAX_VALUE} for no end
     * @param collected attempts already stored
     * @param trainerLimit how far practice may run ahead of the trainer, as a total of collection attempts
     */
    public AttemptPlan(long targetCollected, long collected, LongSupplier trainerLimit) {
        this.targetCollected = targetCollected;
        this.collected = collected;
        this.trainerLimit = trainerLimit;
    }

    /** The next attempt for an arm whose bin is arranged on request, or empty if there is none at present. */
    public Optional<AttemptTask> next() {
        return next(true);
    }

    @Override
    public synchronized Optional<AttemptTask> next(boolean arrangesBin) {
        if (paused) {
            return Optional.empty();
        }
        if (!evaluations.isEmpty() && arrangesBin) {
            evaluationsInFlight++;
            return Optional.of(evaluations.poll());
        }
        if (collecting && collected + inFlight < Math.min(targetCollected, trainerLimit.getAsLong())) {
            inFlight++;
            return Optional.of(AttemptTask.COLLECT);
        }
        return Optional.empty();
    }

    @Override
    public synchronized void finished(AttemptTask task, boolean completed) {
        if (task.purpose() == Purpose.EVALUATION) {
            evaluationsInFlight--;
            if (!completed) {
                evaluations.add(task);
            }
        } else {
            inFlight--;
            collected += completed ? 1 : 0;
        }
        changed();
    }

    /** While paused nothing is handed out; attempts under way end as usual. */
    public synchronized void pause(boolean nowPaused) {
        paused = nowPaused;
        changed();
    }

    /** No more collection attempts are handed out. */
    public synchronized void stopCollecting() {
        collecting = false;
        changed();
    }

    /** Queues first grasps on held-out objects: for each seed one random and one by the model, on the same scene. */
    public synchronized void evaluate(long firstSceneSeed, int scenes) {
        for (int i = 0; i < scenes; i++) {
            evaluations.add(AttemptTask.evaluate(firstSceneSeed + i, true));
            evaluations.add(AttemptTask.evaluate(firstSceneSeed + i, false));
        }
        changed();
    }

    /** Takes back evaluations that no arm has begun. */
    public synchronized void cancelEvaluations() {
        evaluations.clear();
        changed();
    }

    public synchronized long collected() {
        return collected;
    }

    public synchronized long targetCollected() {
        return targetCollected;
    }

    public synchronized long evaluationsLeft() {
        return evaluations.size() + evaluationsInFlight;
    }

    /** Practice attempts that are completed or under way. */
    public synchronized long handedOut() {
        return collected + inFlight;
    }

    /** No attempt is handed out or under way. */
    public synchronized boolean idle() {
        return inFlight == 0 && evaluationsLeft() == 0 && (!collecting || collected >= targetCollected);
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
}
