package armfarm.drivers.cell;

import armfarm.drivers.safety.DeadMan;
import armfarm.messages.ArmId;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.Supervision;
import armfarm.ros.GraphName;
import armfarm.ros.Publisher;
import armfarm.ros.RosHost;
import armfarm.ros.RosNode;
import armfarm.ros.loops.RosLoops;
import armfarm.ros.messages.BoolMessage;
import armfarm.ros.messages.GoalId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The dead-man for an arm that does not listen to the farm's heartbeat itself: a node of its own, meant for a process of
 * its own, that cancels every goal of the arm and its gripper as long as the heartbeat is silent or says stop. It wakes up
 * with the first heartbeat and shares nothing with what collects data. Thread-safe.
 */
public final class ArmWatchdog implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(DeadMan.BEAT_MILLISECONDS);

    /** Nothing that fails may keep the next look waiting. */
    private static final LoopOptions OPTIONS = LoopOptions.defaults()
            .withPauses(TICK, TICK)
            .withSilenceLimit(Duration.ofSeconds(10))
            .withPatience(Duration.ofMillis(500));

    private static final GoalId EVERY_GOAL = new GoalId(Instant.EPOCH, "");

    private final DeadMan deadMan = new DeadMan();
    private final RosNode node;
    private final Publisher<GoalId> motionCancel;
    private final Publisher<GoalId> gripperCancel;
    private final Consumer<Optional<String>> changes;
    private final Supervision loops = RosLoops.of();
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
     * @throws armfarm.messages.DriverException if the master does not answer
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
        loops.every(TICK, "watchdog of " + arm, this::tick, OPTIONS).start();
    }

    private void tick() {
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
    }

    /** Stops watching; the arm is not cancelled any more. */
    @Override
    public void close() {
        loops.close();
        node.close();
    }
}
