package armfarm.drivers.cell;

import armfarm.drivers.ros.GraphName;
import armfarm.drivers.ros.Publisher;
import armfarm.drivers.ros.RosHost;
import armfarm.drivers.ros.RosNode;
import armfarm.drivers.ros.messages.BoolMessage;
import armfarm.drivers.ros.messages.GoalId;
import armfarm.drivers.safety.DeadMan;
import armfarm.messages.ArmId;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead-man for an arm that does not listen to the farm's heartbeat itself: a node of its own, meant for a process of
 * its own, that cancels every goal of the arm and its gripper as long as the heartbeat is silent or says stop. It wakes up
 * with the first heartbeat and shares nothing with what collects data. Thread-safe.
 */
public final class ArmWatchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArmWatchdog.class);
    private static final GoalId EVERY_GOAL = new GoalId(Instant.EPOCH, "");

    private final DeadMan deadMan = new DeadMan();
    private final RosNode node;
    private final Publisher<GoalId> motionCancel;
    private final Publisher<GoalId> gripperCancel;
    private final Consumer<Optional<String>> changes;
    private final ScheduledExecutorService ticker;
    private boolean awake;
    private Optional<String> refusal = Optional.empty();

    /** What the watchdog reaches. */
    public boolean reachesArm() {
        return motionCancel.subscriberCount() > 0;
    }

    /**
     * Starts watching.
     *
     * @param changes told when the arm may no longer move and why, and with an empty value when it may again
     * @throws armfarm.drivers.DriverException if the master does not answer
     */
    public static ArmWatchdog start(
            ArmId arm, ArmTopics topics, URI masterUri, RosHost host, Consumer<Optional<String>> changes) {
        RosNode node = RosNode.start(GraphName.of("/armfarm/watchdog_" + arm), masterUri, host);
        try {
            return new ArmWatchdog(arm, topics, node, changes);
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private ArmWatchdog(ArmId arm, ArmTopics topics, RosNode node, Consumer<Optional<String>> changes) {
        this.node = node;
        this.changes = changes;
        motionCancel = node.advertise(topics.motionCancel(), GoalId.TYPE, false);
        gripperCancel = node.advertise(topics.gripperCancel(), GoalId.TYPE, false);
        node.subscribe(topics.heartbeat(), BoolMessage.TYPE, beat -> deadMan.beat(beat.data()));
        ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "watchdog-" + arm);
            thread.setDaemon(true);
            return thread;
        });
        var unused = ticker.scheduleWithFixedDelay(
                this::tick, DeadMan.BEAT_MILLISECONDS, DeadMan.BEAT_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            deadMan.tick();
            awake |= deadMan.heard();
            Optional<String> now = awake ? deadMan.refusal() : Optional.empty();
            if (now.isPresent()) {
                motionCancel.publish(EVERY_GOAL);
                gripperCancel.publish(EVERY_GOAL);
            }
            if (!now.equals(refusal)) {
                refusal = now;
                changes.accept(now);
            }
        } catch (RuntimeException e) {
            LOG.error("{}: watching failed", node.name(), e);
        }
    }

    /** Stops watching; the arm is not cancelled any more. */
    @Override
    public void close() {
        ticker.shutdownNow();
        node.close();
    }
}
