package armfarm.drivers.cell;

import armfarm.drivers.kinematics.ArmKinematics;
import armfarm.drivers.safety.Motion;
import armfarm.drivers.safety.SafetyEnvelope;
import armfarm.messages.DriverException;
import armfarm.messages.JointState;
import armfarm.messages.Pose;
import armfarm.ros.messages.ActionResult;
import armfarm.ros.messages.FollowJointTrajectoryGoal;
import armfarm.ros.messages.FollowJointTrajectoryResult;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.JointTrajectory;
import armfarm.ros.messages.JointTrajectoryPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves the arm of a cell, each motion through the rules first. Confined to the arm's thread. */
final class ArmMotion {
    private static final Logger LOG = LoggerFactory.getLogger(ArmMotion.class);

    private final CellSession session;
    private final ArmLinks links;
    private final ArmKinematics kinematics;
    private final WorkspaceGuard guard;
    private long reducedCommands;

    ArmMotion(CellSession session, ArmLinks links) {
        CellSpec spec = session.spec();
        this.session = session;
        this.links = links;
        this.kinematics = spec.model().newKinematics();
        this.guard = new WorkspaceGuard(spec.workspace(), spec.homeInBase(), spec.travelHeightMeters());
        if (kinematics.jointCount() != spec.jointNames().size()) {
            throw new DriverException(
                    "Arm " + spec.arm() + " has " + spec.jointNames().size() + " joint names "
                            + spec.jointNames() + ", its kinematics have " + kinematics.jointCount()
                            + " joints; check joints.names and kinematics.tip");
        }
    }

    Pose gripperInBase() {
        return kinematics.gripperInBase(measured());
    }

    /** Moves in a straight line. @return the pose reached, measured */
    Pose moveTo(Pose gripperInBase, boolean carrying) {
        CellSpec spec = session.spec();
        session.requireNotStopped();
        guard.check(spec.arm().name(), gripperInBase);
        double[] from = measured();
        List<double[]> line = kinematics.straightLine(from, gripperInBase);
        Motion wanted = spec.speeds()
                .timed(kinematics, from, line, carrying, spec.workspace().maxZMeters());
        SafetyEnvelope.Allowed allowed =
                spec.envelope().check(spec.arm().name(), spec.jointNames(), kinematics, from, wanted);
        noteReduced(allowed.reduced());
        execute(
                FollowJointTrajectoryGoal.of(
                        new JointTrajectory(Header.at(Instant.EPOCH, ""), spec.jointNames(), points(allowed.motion()))),
                "motion to " + gripperInBase);
        return gripperInBase();
    }

    private void execute(FollowJointTrajectoryGoal goal, String what) {
        ActionResult<FollowJointTrajectoryResult> result;
        try {
            result = session.execute(links.motion, goal, what);
        } catch (DriverException e) {
            links.cancelAll();
            throw e;
        }
        session.requireSucceeded(what, result.status(), result.result().errorString());
    }

    /** Only the first reduced command of a connection is a warning; a setting that is too narrow would flood the log. */
    private void noteReduced(List<String> reduced) {
        if (!reduced.isEmpty()) {
            String text = SafetyEnvelope.describe(session.spec().arm().name(), reduced);
            if (++reducedCommands == 1) {
                LOG.warn("{}; more are only counted", text);
            } else {
                LOG.debug("{} ({} so far)", text, reducedCommands);
            }
        }
    }

    private static List<JointTrajectoryPoint> points(Motion motion) {
        List<JointTrajectoryPoint> points = new ArrayList<>();
        for (int i = 0; i < motion.size(); i++) {
            points.add(JointTrajectoryPoint.at(
                    Arrays.stream(motion.posture(i)).boxed().toList(),
                    Duration.ofNanos(Math.round(motion.seconds(i) * 1e9))));
        }
        return points;
    }

    /** Joint positions not older than the last result. */
    double[] measured() {
        Instant after = session.lastResultStamp();
        return joints(links.jointStates.await(
                message -> !message.stamp().isBefore(after) && names(message),
                "stamped at or after " + after + " with the joints "
                        + session.spec().jointNames(),
                session.connection().timeout()));
    }

    /** Several nodes may share the topic, for example arm and gripper. */
    private boolean names(JointState state) {
        return state.names().containsAll(session.spec().jointNames());
    }

    private double[] joints(JointState state) {
        return session.spec().jointNames().stream()
                .mapToDouble(name ->
                        finite(name, state.positionsRadians().get(state.names().indexOf(name))))
                .toArray();
    }

    private double finite(String joint, double radians) {
        if (!Double.isFinite(radians)) {
            throw new DriverException("Arm " + session.spec().arm() + " reports " + radians + " as the position of "
                    + joint + ", expected radians; restart the arm's controller, or the simulation if it is simulated");
        }
        return radians;
    }
}
