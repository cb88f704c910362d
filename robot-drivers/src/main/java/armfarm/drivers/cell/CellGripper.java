package armfarm.drivers.cell;

import armfarm.drivers.safety.SafetyEnvelope;
import armfarm.messages.DriverException;
import armfarm.messages.GripperState;
import armfarm.messages.JointState;
import armfarm.ros.messages.ActionResult;
import armfarm.ros.messages.GripperCommandGoal;
import armfarm.ros.messages.GripperCommandMessage;
import armfarm.ros.messages.GripperCommandResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gripper of a cell, in metres between its pads whatever its own position means. Confined to the arm's thread. */
final class CellGripper {
    private static final Logger LOG = LoggerFactory.getLogger(CellGripper.class);

    /** An opening this much smaller than the one that stalled means that the object is gone. */
    private static final double SLIPPED_METERS = 0.002;

    private final CellSession session;
    private final ArmLinks links;
    private boolean closedCommanded;
    private Optional<GripperState> stalledAt = Optional.empty();
    private Optional<GripperState> lastResult = Optional.empty();

    CellGripper(CellSession session, ArmLinks links) {
        this.session = session;
        this.links = links;
    }

    boolean closedCommanded() {
        return closedCommanded;
    }

    GripperState open() {
        return command(session.spec().gripper().openMeters(), false);
    }

    GripperState close() {
        return command(0, true);
    }

    private GripperState command(double openingMeters, boolean close) {
        session.requireNotStopped();
        GripperSpec gripper = session.spec().gripper();
        List<String> reduced = new ArrayList<>();
        double newtons = session.spec().envelope().allowedNewtons(gripper.gripNewtons(), reduced);
        if (!reduced.isEmpty()) {
            LOG.debug("{}", SafetyEnvelope.describe(session.spec().arm().name(), reduced));
        }
        closedCommanded = close;
        String what = "gripper command to " + openingMeters + " m";
        ActionResult<GripperCommandResult> result = session.execute(
                links.gripper,
                new GripperCommandGoal(new GripperCommandMessage(gripper.toPosition(openingMeters), newtons)),
                what);
        // The standard gripper controller calls a stall on an object a failure unless told otherwise.
        if (!result.result().stalled()) {
            session.requireSucceeded(what, result.status(), "");
        }
        GripperState state = new GripperState(
                meters(result.result().position(), "its action's result"),
                result.result().stalled());
        stalledAt = state.stalled() ? Optional.of(state) : Optional.empty();
        lastResult = Optional.of(state);
        return state;
    }

    /** @throws DriverException if it is no number: that is neither held nor not held */
    private double meters(double position, String of) {
        if (!Double.isFinite(position)) {
            throw new DriverException("Arm " + session.spec().arm() + ": the gripper reports " + position
                    + " as the position of " + of + ", expected a number; restart the gripper's controller");
        }
        return session.spec().gripper().toMeters(position);
    }

    /** What it measures now; without a topic for that, what it said last. */
    GripperState state() {
        if (links.gripperState.isEmpty()) {
            return lastResult.orElseGet(this::open);
        }
        Instant after = session.lastResultStamp();
        String joint = session.spec().gripper().joint();
        JointState state = links.gripperState
                .get()
                .await(
                        message -> !message.stamp().isBefore(after)
                                && message.names().contains(joint),
                        "stamped at or after " + after + " with the joint " + joint,
                        session.connection().timeout());
        double openingMeters = meters(state.positionsRadians().get(state.names().indexOf(joint)), "joint " + joint);
        boolean stalled =
                stalledAt.isPresent() && openingMeters > stalledAt.get().openingMeters() - SLIPPED_METERS;
        return new GripperState(openingMeters, stalled);
    }
}
