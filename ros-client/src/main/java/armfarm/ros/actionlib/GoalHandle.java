package armfarm.ros.actionlib;

import armfarm.messages.DriverException;
import armfarm.messages.time.Ticker;
import armfarm.ros.messages.ActionFeedback;
import armfarm.ros.messages.ActionResult;
import armfarm.ros.messages.GoalId;
import armfarm.ros.messages.GoalStatus;
import armfarm.ros.messages.GoalStatusArray;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A goal that was sent: how far it is, and what became of it. Thread-safe.
 *
 * @param <R> the action's result
 * @param <F> the action's feedback
 */
public final class GoalHandle<R, F> {
    /** A server that fell silent is noticed at the latest after this. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ActionClient<?, R, F> client;
    private final GoalId id;
    private final Consumer<F> onFeedback;
    private final Ticker ticker;
    private final GoalProgress progress;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<ActionResult<R>> result = Optional.empty();

    GoalHandle(
            ActionClient<?, R, F> client, GoalId id, Consumer<F> onFeedback, Ticker ticker, Duration statusPatience) {
        this.client = client;
        this.id = id;
        this.onFeedback = onFeedback;
        this.ticker = ticker;
        this.progress = new GoalProgress(statusPatience, ticker.nanos());
    }

    public GoalId id() {
        return id;
    }

    /** A constant of {@link GoalStatus}: what the server said last, LOST if it can no longer be asked. */
    public int status() {
        lock.lock();
        try {
            return progress.lost(ticker.nanos()).isPresent() ? GoalStatus.LOST : progress.status();
        } finally {
            lock.unlock();
        }
    }

    /** Asks the server to end the goal; its result still comes, usually as preempted. */
    public void cancel() {
        client.cancel(id);
    }

    /**
     * Blocks until the result is there or the timeout passed.
     *
     * @return the result with the goal's last status; empty if it is not there yet
     * @throws GoalLostException if no result can be expected any more; the message says why
     */
    public Optional<ActionResult<R>> await(Duration timeout) {
        long leftNanos = timeout.toNanos();
        lock.lock();
        try {
            while (result.isEmpty() && leftNanos > 0) {
                requireNotLost();
                long slice = Math.min(leftNanos, LOOK_NANOS);
                leftNanos -= slice - Math.max(0, changed.awaitNanos(slice));
            }
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DriverException("Interrupted while waiting for goal " + id.id() + " of " + client.action(), e);
        } finally {
            lock.unlock();
        }
    }

    private void requireNotLost() {
        progress.lost(ticker.nanos()).ifPresent(why -> {
            client.forget(this);
            throw new GoalLostException(
                    "Goal " + id.id() + " of " + client.action() + " is lost: " + why + "; " + client.problems());
        });
    }

    void heardStatus(GoalStatusArray message) {
        update(() -> progress.heardStatus(
                message.statusList().stream()
                        .filter(status -> status.goalId().id().equals(id.id()))
                        .findFirst(),
                ticker.nanos()));
    }

    void heardFeedback(ActionFeedback<F> message) {
        update(() -> progress.heardFeedback(message.status()));
        onFeedback.accept(message.feedback());
    }

    void finish(ActionResult<R> message) {
        update(() -> {
            progress.finished(message.status());
            result = Optional.of(message);
        });
    }

    private void update(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
