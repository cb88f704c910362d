package armfarm.ros.actionlib;

import armfarm.messages.DriverException;
import armfarm.messages.time.Ticker;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Sends goals to an action server and follows each until its result. A goal whose server restarts, forgets it or falls
 * silent is reported as lost instead of being waited for. Thread-safe.
 *
 * <p>Feedback, status and results come over different connections and may overtake each other; they are matched by goal
 * id. Several goals may be out at a time; what the server does with the older ones is its affair (controllers of arms end
 * them as preempted).
 *
 * @param <G> the action's goal
 * @param <R> the action's result
 * @param <F> the action's feedback
 */
public final class ActionClient<G, R, F> implements AutoCloseable {
    /** Servers send their status five times a second; a busy machine may stop everything for a second or two. */
    public static final Duration STATUS_PATIENCE = Duration.ofSeconds(5);

    private final RosNode node;
    private final GraphName action;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Duration statusPatience;
    private final Map<String, GoalHandle<R, F>> open = new ConcurrentHashMap<>();
    private final AtomicLong goals = new AtomicLong();
    private final String goalPrefix;
    private final Publisher<ActionGoal<G>> goal;
    private final Publisher<GoalId> cancel;
    private final Subscriber<GoalStatusArray> status;
    private final Subscriber<ActionFeedback<F>> feedback;
    private final Subscriber<ActionResult<R>> result;
    private volatile boolean statusHeard;

    /** A client with the default patience. @param clock for the stamps of goals */
    public ActionClient(RosNode node, GraphName action, ActionType<G, R, F> type, InstantSource clock) {
        this(node, action, type, clock, Ticker.system(), STATUS_PATIENCE);
    }

    /**
     * Offers and follows the action's five topics.
     *
     * @param action the name the five topics are below, for example /arm_1/gripper_controller/gripper_cmd
     * @param ticker elapsed time
     * @param statusPatience how long a server may be silent before its goals are lost
     * @throws DriverException if the master does not answer
     */
    public ActionClient(
            RosNode node,
            GraphName action,
            ActionType<G, R, F> type,
            InstantSource clock,
            Ticker ticker,
            Duration statusPatience) {
        this.node = node;
        this.action = action;
        this.clock = clock;
        this.ticker = ticker;
        this.statusPatience = statusPatience;
        this.goalPrefix = node.name() + "-" + clock.millis() + "-";
        ActionTopics topics = new ActionTopics(action);
        result = node.subscribe(topics.result(), type.result(), this::finish);
        feedback = node.subscribe(topics.feedback(), type.feedback(), this::heardFeedback);
        status = node.subscribe(topics.status(), GoalStatusArray.TYPE, this::heardStatus);
        goal = node.advertise(topics.goal(), type.goal(), false);
        cancel = node.advertise(topics.cancel(), GoalId.TYPE, false);
    }

    public GraphName action() {
        return action;
    }

    /** Blocks until the server is there or the timeout passed. @return whether it is there */
    public boolean awaitServer(Duration timeout) {
        return node.await(() -> missing().isEmpty(), timeout);
    }

    /** Which of the five topics lack their other end; empty if the server is there and has sent its status. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (Publisher<?> publisher : List.of(goal, cancel)) {
            if (publisher.subscriberCount() == 0) {
                missing.add("nobody subscribes to " + publisher.topic());
            }
        }
        for (Subscriber<?> subscriber : List.of(status, feedback, result)) {
            if (subscriber.connectionCount() == 0) {
                missing.add("nobody publishes " + subscriber.topic());
            }
        }
        if (missing.isEmpty() && !statusHeard) {
            missing.add("no message yet on " + status.topic());
        }
        return missing;
    }

    /** What is wrong with the links to the server, for error texts. */
    public String problems() {
        List<String> problems = new ArrayList<>(missing());
        for (Subscriber<?> subscriber : List.of(status, feedback, result)) {
            if (subscriber.publishers().isEmpty()) {
                problems.add(subscriber.topic() + ": no publisher is registered at the master " + node.masterUri());
            }
            subscriber.publishers().forEach((publisher, problem) -> {
                if (!problem.isEmpty()) {
                    problems.add(subscriber.topic() + " from " + publisher + ": " + problem);
                }
            });
        }
        return problems.isEmpty() ? "all its topics are linked" : String.join("; ", problems);
    }

    /**
     * Sends a goal.
     *
     * @param onFeedback called on the thread of the link it came over
     * @throws DriverException if no server is there to receive it
     */
    public GoalHandle<R, F> send(G wanted, Consumer<F> onFeedback) {
        if (goal.subscriberCount() == 0) {
            throw new DriverException("Cannot send a goal to " + action + ": " + problems()
                    + "; check that the action server's node runs and uses the master " + node.masterUri());
        }
        GoalId id = new GoalId(clock.instant(), goalPrefix + goals.incrementAndGet());
        GoalHandle<R, F> handle = new GoalHandle<>(this, id, onFeedback, ticker, statusPatience);
        open.put(id.id(), handle);
        goal.publish(new ActionGoal<>(Header.at(id.stamp(), ""), id, wanted));
        return handle;
    }

    /** Sends a goal whose feedback nobody needs. */
    public GoalHandle<R, F> send(G wanted) {
        return send(wanted, message -> {});
    }

    void cancel(GoalId id) {
        cancel.publish(new GoalId(Instant.EPOCH, id.id()));
    }

    /** Asks the server to end every goal it has, also those of other clients. */
    public void cancelAll() {
        cancel.publish(new GoalId(Instant.EPOCH, ""));
    }

    private void heardStatus(GoalStatusArray message) {
        statusHeard = true;
        open.values().forEach(handle -> handle.heardStatus(message));
        open.values().removeIf(handle -> handle.status() == GoalStatus.LOST);
    }

    private void heardFeedback(ActionFeedback<F> message) {
        of(message.status().goalId()).ifPresent(handle -> handle.heardFeedback(message));
    }

    private void finish(ActionResult<R> message) {
        of(message.status().goalId()).ifPresent(handle -> {
            handle.finish(message);
            forget(handle);
        });
    }

    private Optional<GoalHandle<R, F>> of(GoalId id) {
        return Optional.ofNullable(open.get(id.id()));
    }

    void forget(GoalHandle<R, F> handle) {
        open.remove(handle.id().id(), handle);
    }

    /** Ends the links; goals that are out are not cancelled. */
    @Override
    public void close() {
        List.of(goal, cancel).forEach(Publisher::close);
        List.of(status, feedback, result).forEach(Subscriber::close);
    }
}
