package armfarm.drivers.cell;

import armfarm.messages.DriverException;
import armfarm.messages.time.Stopwatch;
import armfarm.ros.GraphName;
import armfarm.ros.Publisher;
import armfarm.ros.RosHost;
import armfarm.ros.RosNode;
import armfarm.ros.messages.GoalId;
import armfarm.ros.messages.JointStateMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * Cancels an arm's goals from outside its controller and watches until the arm stands still. A second way to stop beside the
 * controller's own, for a person who wants to see it. Used once.
 */
public final class ArmStop {
    private static final GoalId EVERY_GOAL = new GoalId(Instant.EPOCH, "");
    private static final Duration STILL = Duration.ofMillis(500);
    /** Less than this is noise of the encoders. */
    private static final double STILL_POSITION = 1e-3;

    private double[] last = {};
    private final Stopwatch sinceCall = Stopwatch.start();
    private Stopwatch sinceChange = sinceCall;
    private Duration lastChange = Duration.ZERO;

    private ArmStop() {}

    /**
     * Blocks until the joints have not moved for half a second.
     *
     * @return when they were last seen to move, counted from the call
     * @throws DriverException if that did not happen in time, or nothing is known about the joints
     */
    public static Duration cancelAndAwaitStill(CellSpec spec, URI masterUri, RosHost host, Duration patience) {
        GraphName name = GraphName.of(
                "/armfarm/stop_" + spec.arm() + "_" + ProcessHandle.current().pid());
        ArmStop stop = new ArmStop();
        try (RosNode node = RosNode.start(name, masterUri, host)) {
            node.subscribe(spec.topics().jointStates(), JointStateMessage.TYPE, message -> stop.saw(spec, message));
            Publisher<GoalId> motion = node.advertise(spec.topics().motionCancel(), GoalId.TYPE, true);
            Publisher<GoalId> gripper = node.advertise(spec.topics().gripperCancel(), GoalId.TYPE, true);
            motion.publish(EVERY_GOAL);
            gripper.publish(EVERY_GOAL);
            if (!node.await(stop::still, patience)) {
                throw new DriverException(
                        stop.known()
                                ? "its joints still moved after " + patience.toMillis() / 1000.0 + " s"
                                : "no joint states came on " + spec.topics().jointStates() + " within "
                                        + patience.toMillis() / 1000.0 + " s");
            }
            return stop.lastChange();
        }
    }

    private synchronized void saw(CellSpec spec, JointStateMessage message) {
        if (!message.name().containsAll(spec.jointNames())) {
            return;
        }
        double[] now = spec.jointNames().stream()
                .mapToDouble(name -> message.position().get(message.name().indexOf(name)))
                .toArray();
        boolean moved = last.length != now.length;
        for (int j = 0; j < now.length && !moved; j++) {
            moved = Math.abs(now[j] - last[j]) > STILL_POSITION;
        }
        if (moved) {
            last = now;
            sinceChange = Stopwatch.start();
            lastChange = sinceCall.elapsed();
        }
    }

    private synchronized boolean known() {
        return last.length > 0;
    }

    private synchronized Duration lastChange() {
        return lastChange;
    }

    private synchronized boolean still() {
        return known() && sinceChange.isPast(STILL);
    }
}
