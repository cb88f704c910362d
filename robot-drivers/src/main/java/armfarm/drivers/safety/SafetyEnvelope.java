package armfarm.drivers.safety;

import armfarm.drivers.kinematics.ArmKinematics;
import armfarm.drivers.kinematics.JointLimits;
import armfarm.messages.Pose;
import armfarm.messages.cell.WorkspaceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The last rule before a command leaves for an arm. Positions (the gripper outside its box, a link in a forbidden box, a
 * joint beyond its limit) are refused: nothing is sent. Speed and force are reduced to the limit, and the caller is told.
 *
 * <p>Links are taken as lines without thickness: forbidden boxes need a margin. Immutable.
 *
 * @param gripperBox the gripper's point stays in it, base frame
 * @param forbidden no link line may touch any of these
 * @param maxMetersPerSecond of the gripper
 * @param maxGripNewtons of the gripper's fingers
 * @param joints limits in the order of the joints
 */
public record SafetyEnvelope(
        Box gripperBox,
        List<Box> forbidden,
        double maxMetersPerSecond,
        double maxGripNewtons,
        List<JointLimits> joints) {
    private static final double ROUNDING = 1e-6;
    private static final double MARGIN_METERS = 0.05;

    public SafetyEnvelope {
        forbidden = List.copyOf(forbidden);
        joints = List.copyOf(joints);
        if (!(maxMetersPerSecond > 0 && maxGripNewtons > 0)) {
            throw new IllegalArgumentException("speed " + maxMetersPerSecond + " m/s and force " + maxGripNewtons
                    + " N of a safety envelope must be above 0");
        }
    }

    /**
     * A motion that may be sent.
     *
     * @param reduced what was changed and by which setting; empty if nothing
     */
    public record Allowed(Motion motion, List<String> reduced) {}

    /** The smallest box, with a margin of 5 cm, that holds a workspace, the travel above it and home. */
    public static Box boxAround(WorkspaceLimits workspace, Pose homeInBase, double travelHeightMeters) {
        return new Box(
                Math.min(workspace.minXMeters(), homeInBase.xMeters()) - MARGIN_METERS,
                Math.max(workspace.maxXMeters(), homeInBase.xMeters()) + MARGIN_METERS,
                Math.min(workspace.minYMeters(), homeInBase.yMeters()) - MARGIN_METERS,
                Math.max(workspace.maxYMeters(), homeInBase.yMeters()) + MARGIN_METERS,
                Math.min(workspace.minZMeters(), homeInBase.zMeters()) - 0.005,
                Math.max(travelHeightMeters, homeInBase.zMeters()) + MARGIN_METERS);
    }

    /**
     * Checks a whole motion.
     *
     * @param arm and the names of its joints, for messages
     * @param fromPositions where the arm is
     * @throws UnsafeCommandException if a position of it is not allowed; it says which and by which setting
     */
    public Allowed check(
            String arm, List<String> jointNames, ArmKinematics kinematics, double[] fromPositions, Motion motion) {
        double slowest = 1;
        String why = "";
        double[] last = fromPositions;
        Pose lastPose = kinematics.gripperInBase(fromPositions);
        double lastSeconds = 0;
        for (int i = 0; i < motion.size(); i++) {
            double[] posture = motion.posture(i);
            requireJoints(arm, jointNames, posture);
            Pose pose = kinematics.gripperInBase(posture);
            requirePlace(arm, kinematics, posture, pose);
            double seconds = motion.seconds(i) - lastSeconds;
            double speed = lastPose.distanceMeters(pose) / seconds;
            if (speed / maxMetersPerSecond > slowest) {
                slowest = speed / maxMetersPerSecond;
                why = text("gripper %.2f m/s, safety.max_speed_mps is %.2f", speed, maxMetersPerSecond);
            }
            for (int j = 0; j < posture.length; j++) {
                double turning = Math.abs(posture[j] - last[j]) / seconds;
                double limit = joints.get(j).maxVelocity();
                if (turning / limit > slowest) {
                    slowest = turning / limit;
                    why = text("%s %.2f per s, its velocity limit is %.2f", jointNames.get(j), turning, limit);
                }
            }
            last = posture;
            lastPose = pose;
            lastSeconds = motion.seconds(i);
        }
        return slowest <= 1 + ROUNDING
                ? new Allowed(motion, List.of())
                : new Allowed(motion.slowed(slowest), List.of(text("slowed %.2f times: %s", slowest, why)));
    }

    /** Whether a posture, for example a measured one, is inside: joints, gripper and links. */
    public void requireAllowed(
            String arm, List<String> jointNames, ArmKinematics kinematics, double[] posture, Pose gripperInBase) {
        requireJoints(arm, jointNames, posture);
        requirePlace(arm, kinematics, posture, gripperInBase);
    }

    private void requireJoints(String arm, List<String> jointNames, double[] posture) {
        for (int j = 0; j < posture.length; j++) {
            JointLimits limits = joints.get(j);
            if (!limits.contains(posture[j], ROUNDING)) {
                throw refused(
                        arm,
                        text(
                                "joint %s would be at %.4f, allowed is %.4f to %.4f",
                                jointNames.get(j), posture[j], limits.minPosition(), limits.maxPosition()),
                        "the cell's joint limits");
            }
        }
    }

    private void requirePlace(String arm, ArmKinematics kinematics, double[] posture, Pose gripperInBase) {
        if (!gripperBox.contains(gripperInBase.xMeters(), gripperInBase.yMeters(), gripperInBase.zMeters())) {
            throw refused(
                    arm,
                    text(
                                    "the gripper would be at x %.3f y %.3f z %.3f m, allowed is ",
                                    gripperInBase.xMeters(), gripperInBase.yMeters(), gripperInBase.zMeters())
                            + gripperBox,
                    "safety.box_m");
        }
        if (!forbidden.isEmpty()) {
            requireLinksOutside(arm, kinematics.linkPointsInBase(posture));
        }
    }

    private void requireLinksOutside(String arm, double[][] points) {
        for (int i = 0; i < points.length; i++) {
            for (int box = 0; box < forbidden.size(); box++) {
                if (forbidden.get(box).meets(points[Math.max(0, i - 1)], points[i])) {
                    throw refused(
                            arm,
                            text(
                                            "a link would touch a forbidden box near x %.3f y %.3f z %.3f m: ",
                                            points[i][0], points[i][1], points[i][2])
                                    + forbidden.get(box),
                            "safety.forbidden_boxes_m[" + box + "]");
                }
            }
        }
    }

    /** Force that may be sent, with what was reduced. */
    public double allowedNewtons(double newtons, List<String> reduced) {
        if (newtons <= maxGripNewtons) {
            return newtons;
        }
        reduced.add(text("force %.1f N reduced to safety.max_force_n %.1f", newtons, maxGripNewtons));
        return maxGripNewtons;
    }

    /** What a reduced command is told as, in one sentence; for logs. */
    public static String describe(String arm, List<String> reduced) {
        return "Arm " + arm + ": command reduced by the safety envelope: "
                + String.join("; ", new ArrayList<>(reduced));
    }

    private static UnsafeCommandException refused(String arm, String why, String setting) {
        return new UnsafeCommandException("Arm " + arm + " was not moved, the safety envelope refused the command: "
                + why + "; check what chose this motion, or change " + setting);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
