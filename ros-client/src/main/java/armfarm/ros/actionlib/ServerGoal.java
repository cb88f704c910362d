package armfarm.ros.actionlib;

import armfarm.messages.time.Stopwatch;
import armfarm.ros.messages.GoalId;
import armfarm.ros.messages.GoalStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * A goal as its server sees it. Thread-safe: whoever works on it and who cancels it are different threads.
 *
 * @param <G> the action's goal
 * @param <R> the action's result
 * @param <F> the action's feedback
 */
public final class ServerGoal<G, R, F> {
    private final ActionServer<G, R, F> server;
    private final GoalId id;
    private final G goal;
    private int status = GoalStatus.PENDING;
    private String text = "";
    private Optional<Stopwatch> ended = Optional.empty();

    ServerGoal(ActionServer<G, R, F> server, GoalId id, G goal) {
        this.server = server;
        this.id = id;
        this.goal = goal;
    }

    public GoalId id() {
        return id;
    }

    public G goal() {
        return goal;
    }

    synchronized GoalStatus status() {
        return new GoalStatus(id, status, text);
    }

    /** Whether somebody asked to end it; whoever works on it should then stop and finish it. */
    public synchronized boolean cancelRequested() {
        return status == GoalStatus.RECALLING || status == GoalStatus.PREEMPTING;
    }

    /** Work on it begins. */
    public void accept() {
        synchronized (this) {
            status = status == GoalStatus.RECALLING ? GoalStatus.PREEMPTING : GoalStatus.ACTIVE;
        }
        server.publishStatus();
    }

    /** Says how far it is. */
    public void tell(F feedback) {
        server.publishFeedback(this, feedback);
    }

    /** It is done. */
    public void succeed(R result, String detail) {
        end(GoalStatus.SUCCEEDED, result, detail);
    }

    /** It could not be done. */
    public void abort(R result, String detail) {
        end(GoalStatus.ABORTED, result, detail);
    }

    /** It was ended because somebody asked for that. */
    public void preempt(R result, String detail) {
        end(GoalStatus.PREEMPTED, result, detail);
    }

    private void end(int endStatus, R result, String detail) {
        synchronized (this) {
            if (GoalStates.isEnd(status)) {
                throw new IllegalStateException("goal " + id.id() + " is already " + GoalStates.word(status));
            }
            status = endStatus;
            text = detail;
            ended = Optional.of(Stopwatch.start());
        }
        server.publishResult(this, result);
    }

    /** Asks whoever works on it to stop. @return whether that is news */
    synchronized boolean requestCancel() {
        if (GoalStates.isEnd(status) || cancelRequested()) {
            return false;
        }
        status = status == GoalStatus.PENDING ? GoalStatus.RECALLING : GoalStatus.PREEMPTING;
        return true;
    }

    synchronized boolean endedLongerAgoThan(Duration time) {
        return ended.filter(since -> since.isPast(time)).isPresent();
    }
}
