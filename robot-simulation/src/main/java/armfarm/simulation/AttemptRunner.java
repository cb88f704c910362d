package armfarm.simulation;

import armfarm.drivers.kinematics.SerialArm;
import armfarm.messages.FailureCause;
import armfarm.messages.GripperState;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One whole attempt with a simulated arm, without the rest of the farm: picture, hover, picture, descend, close, lift and,
 * if something may be held, the two pictures of the drop test around a release.
 *
 * <p>Confined to the arm's thread.
 */
final class AttemptRunner {
    /** Tip height of the pose above a grasp. */
    static final double HOVER_METERS = 0.18;

    private static final double LIFT_METERS = 0.25;
    private static final double RELEASE_METERS = 0.10;
    private static final double FREE_SPEED = 1.0;
    private static final double DESCEND_SPEED = 0.6;
    private static final double TURN_SPEED = 4;
    private static final double FULL_EFFORT = SimulatedGripper.MAX_FORCE_NEWTONS;

    private final SimulatedArm arm;
    private final SerialArm kinematics = SimulatedArm.newKinematics();

    /**
     * What an attempt gave.
     *
     * @param held the simulator's truth
     * @param openingMeters after closing and, if it was lifted, lifting
     * @param lifted bin while the closed gripper is at home; empty if nothing could be held, or all was lost on the way there
     * @param dropped bin after the release
     */
    record Result(
            RgbImage before,
            RgbImage hovering,
            Optional<String> held,
            double openingMeters,
            Optional<RgbImage> lifted,
            Optional<RgbImage> dropped) {}

    AttemptRunner(SimulatedArm arm) {
        this.arm = arm;
    }

    Result attempt(SimulatedPolicy policy) {
        RgbImage before = arm.capture();
        Pose grasp = policy.choose(arm);
        moveTo(at(grasp, HOVER_METERS), FREE_SPEED);
        RgbImage hovering = arm.capture();
        moveTo(grasp, DESCEND_SPEED);
        GripperState closed = arm.commandGripper(0, FULL_EFFORT);
        if (closed.openingMeters() < SimulatedArm.NOTHING_HELD_BELOW_METERS) {
            return empty(before, hovering, closed);
        }
        moveTo(at(grasp, grasp.zMeters() + LIFT_METERS), DESCEND_SPEED);
        GripperState lifted = arm.gripperState();
        if (lifted.openingMeters() < SimulatedArm.NOTHING_HELD_BELOW_METERS) {
            return empty(before, hovering, lifted);
        }
        Optional<String> held = arm.truth().heldObject();
        moveTo(SimulatedArm.HOME_IN_BASE, FREE_SPEED);
        if (arm.gripperState().openingMeters() < SimulatedArm.NOTHING_HELD_BELOW_METERS) {
            openAndGoHome(); // lost on the way: there is nothing to let go of
            return new Result(before, hovering, held, lifted.openingMeters(), Optional.empty(), Optional.empty());
        }
        RgbImage liftedImage = arm.capture();
        Pose middle = Pose.topDown(
                Bin.BIN_IN_BASE.xMeters() + (grasp.xMeters() - Bin.BIN_IN_BASE.xMeters()) / 2,
                grasp.yMeters() / 2,
                RELEASE_METERS,
                grasp.yawRadians());
        moveTo(at(middle, HOVER_METERS), FREE_SPEED);
        moveTo(middle, DESCEND_SPEED);
        openAndGoHome();
        return new Result(
                before, hovering, held, lifted.openingMeters(), Optional.of(liftedImage), Optional.of(arm.capture()));
    }

    /** Until it is known what is held; the arm stays there. */
    FirstGrasp.Result firstGrasp(SimulatedPolicy policy) {
        Pose grasp = policy.choose(arm);
        ObjectSpec.Kind aimedAt = nearest(grasp).spec().kind();
        moveTo(at(grasp, HOVER_METERS), FREE_SPEED);
        moveTo(grasp, DESCEND_SPEED);
        OptionalDouble above = OptionalDouble.of(arm.gripperInBase().zMeters() - grasp.zMeters());
        GripperState closed = arm.commandGripper(0, FULL_EFFORT);
        boolean nothing = closed.openingMeters() < SimulatedArm.NOTHING_HELD_BELOW_METERS;
        Optional<String> held = nothing ? Optional.empty() : lifted(grasp);
        Optional<FailureCause> failure = held.isPresent()
                ? Optional.empty()
                : FailureCause.of(above, OptionalDouble.of(closed.openingMeters()), !nothing);
        return new FirstGrasp.Result(aimedAt, held, failure);
    }

    private Optional<String> lifted(Pose grasp) {
        moveTo(at(grasp, grasp.zMeters() + LIFT_METERS), DESCEND_SPEED);
        return arm.truth().heldObject();
    }

    private SceneObject nearest(Pose grasp) {
        double x = grasp.xMeters() - Bin.BIN_IN_BASE.xMeters();
        double y = grasp.yMeters() - Bin.BIN_IN_BASE.yMeters();
        return arm.objects().stream()
                .min(Comparator.comparingDouble(object -> Math.hypot(object.location().x - x, object.location().y - y)))
                .orElseThrow(() -> new IllegalStateException("the bin is empty: arrange a scene first"));
    }

    private Result empty(RgbImage before, RgbImage hovering, GripperState state) {
        openAndGoHome();
        return new Result(
                before, hovering, Optional.empty(), state.openingMeters(), Optional.empty(), Optional.empty());
    }

    private void openAndGoHome() {
        arm.commandGripper(SimulatedGripper.MAX_OPENING, FULL_EFFORT);
        Pose here = arm.gripperInBase();
        if (here.zMeters() < HOVER_METERS) {
            moveTo(at(here, HOVER_METERS), FREE_SPEED);
        }
        moveTo(SimulatedArm.HOME_IN_BASE, FREE_SPEED);
    }

    private void moveTo(Pose goal, double metersPerSecond) {
        Pose from = arm.gripperInBase();
        List<double[]> line = kinematics.straightLine(arm.measuredJoints(), goal);
        double turn = Math.abs(Math.IEEEremainder(goal.yawRadians() - from.yawRadians(), 2 * Math.PI));
        double seconds = Math.max(from.distanceMeters(goal) / metersPerSecond, turn / TURN_SPEED);
        double[] times = new double[line.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = seconds * (i + 1) / times.length;
        }
        arm.followTrajectory(line, times);
    }

    private static Pose at(Pose pose, double zMeters) {
        return Pose.topDown(pose.xMeters(), pose.yMeters(), zMeters, pose.yawRadians());
    }
}
