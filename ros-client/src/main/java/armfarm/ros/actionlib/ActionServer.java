package armfarm.ros.actionlib;

import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import armfarm.ros.GraphName;
import armfarm.ros.Publisher;
import armfarm.ros.RosNode;
import armfarm.ros.Subscriber;
import armfarm.ros.messages.ActionFeedback;
import armfarm.ros.messages.ActionGoal;
import armfarm.ros.messages.ActionResult;
import armfarm.ros.messages.ActionType;
import armfarm.ros.messages.GoalId;
import armfarm.ros.messages.GoalStatus;
import armfarm.ros.messages.GoalStatusArray;
import armfarm.ros.messages.Header;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Offers an action as the controllers of arms do: a new goal asks the one before it to end. Sends its status five times a
 * second and whenever it changes, and lists a goal for some seconds after its end. Thread-safe.
 */
public final class ActionServer<G, R, F> implements AutoCloseable {
    // The rate and the time of actionlib's own servers.
    private static final Duration STATUS_PERIOD = Duration.ofMillis(200);

    private static final LoopOptions OPTIONS = LoopOptions.defaults()
            .withPauses(STATUS_PERIOD, Duration.ofSeconds(2))
            .withPatience(Duration.ofMillis(500));
    private static final Duration LISTED_AFTER_END = Duration.ofSeconds(5);

    private final Supplier<Instant> clock;
    private final Consumer<ServerGoal<G, R, F>> onGoal;
    private final Map<String, ServerGoal<G, R, F>> goals = new LinkedHashMap<>();
    private final Publisher<ActionResult<R>> result;
    private final Publisher<ActionFeedback<F>> feedback;
    private final Publisher<GoalStatusArray> status;
    private final Subscriber<GoalId> cancel;
    private final Subscriber<ActionGoal<G>> goal;
    private final SupervisedLoop statusTimer;

    /**
     * Offers the action.
     *
     * @param clock the robot's, for the stamps of what is sent; called by several threads
     * @param loops of the robot, of which one sends the status
     * @param onGoal takes a goal up, on the thread of the link it came over; must not block
     */
    public ActionServer(
            RosNode node,
            GraphName action,
            ActionType<G, R, F> type,
            Supplier<Instant> clock,
            Supervision loops,
            Consumer<ServerGoal<G, R, F>> onGoal) {
        this.clock = clock;
        this.onGoal = onGoal;
        ActionTopics topics = new ActionTopics(action);
        result = node.advertise(topics.result(), type.result(), false);
        feedback = node.advertise(topics.feedback(), type.feedback(), false);
        status = node.advertise(topics.status(), GoalStatusArray.TYPE, true);
        cancel = node.subscribe(topics.cancel(), GoalId.TYPE, this::cancel);
        goal = node.subscribe(topics.goal(), type.goal(), this::take);
        statusTimer = loops.every(STATUS_PERIOD, "status of " + action, this::publishStatus, OPTIONS)
                .start();
    }

    private void take(ActionGoal<G> message) {
        ServerGoal<G, R, F> taken = new ServerGoal<>(this, message.goalId(), message.goal());
        synchronized (this) {
            if (goals.containsKey(message.goalId().id())) {
                return;
            }
            goals.values().forEach(ServerGoal::requestCancel);
            goals.put(message.goalId().id(), taken);
        }
        publishStatus();
        onGoal.accept(taken);
    }

    /** No id and no stamp mean all goals, a stamp those up to it. */
    private void cancel(GoalId wanted) {
        boolean all = wanted.id().isEmpty() && wanted.stamp().equals(Instant.EPOCH);
        boolean changed = false;
        synchronized (this) {
            for (ServerGoal<G, R, F> known : goals.values()) {
                boolean until = wanted.stamp().isAfter(Instant.EPOCH)
                        && !known.id().stamp().isAfter(wanted.stamp());
                if (all || until || known.id().id().equals(wanted.id())) {
                    changed |= known.requestCancel();
                }
            }
        }
        if (changed) {
            publishStatus();
        }
    }

    synchronized void publishStatus() {
        goals.values().removeIf(known -> known.endedLongerAgoThan(LISTED_AFTER_END));
        List<GoalStatus> states =
                goals.values().stream().map(ServerGoal::status).toList();
        status.publish(new GoalStatusArray(Header.at(clock.get(), ""), states));
    }

    void publishFeedback(ServerGoal<G, R, F> about, F message) {
        feedback.publish(new ActionFeedback<>(Header.at(clock.get(), ""), about.status(), message));
    }

    void publishResult(ServerGoal<G, R, F> about, R message) {
        result.publish(new ActionResult<>(Header.at(clock.get(), ""), about.status(), message));
        publishStatus();
    }

    /** Ends the links; goals that are worked on go on. */
    @Override
    public void close() {
        statusTimer.close();
        List.of(result, feedback, status).forEach(Publisher::close);
        List.of(cancel, goal).forEach(Subscriber::close);
    }
}
