package armfarm.drivers.kinematics;

import armfarm.messages.DriverException;
import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Kinematics of any serial arm that a {@link KinematicChain} describes, for example one read from its URDF file. The
 * chain's base link is the base frame.
 *
 * <p>Confined to one thread: it reuses its matrices.
 */
public final class ChainKinematics implements ArmKinematics {
    private static final double POSITION_TOLERANCE_METERS = 1e-4;
    private static final double ANGLE_TOLERANCE_RADIANS = 1e-3;
    /** Between two waypoints of a line; more means a jump to another posture. */
    private static final double MAX_WAYPOINT_TURN_RADIANS = 0.8;

    private final KinematicChain chain;
    private final ChainPosture posture;
    private final InverseKinematics inverse;
    private final double gripperReachMeters;
    private final double[] homeJoints;

    /**
     * Makes the kinematics of one arm.
     *
     * @param gripperInTip the gripper frame in the chain's tip link
     * @param restRadians posture near which solutions are looked for first; also breaks ties of a redundant arm
     * @param homeInBase the gripper's pose out of the camera's view
     * @throws DriverException if home cannot be reached
     */
    public ChainKinematics(KinematicChain chain, Pose gripperInTip, double[] restRadians, Pose homeInBase) {
        this.chain = chain;
        this.gripperReachMeters = gripperInTip.distanceMeters(Pose.IDENTITY);
        this.posture = new ChainPosture(chain.joints(), chain.tipInLast().compose(gripperInTip));
        this.inverse = new InverseKinematics(
                chain.joints(), posture, restRadians, POSITION_TOLERANCE_METERS, ANGLE_TOLERANCE_RADIANS);
        this.homeJoints = solve(restRadians, homeInBase);
    }

    public KinematicChain chain() {
        return chain;
    }

    @Override
    public int jointCount() {
        return chain.joints().size();
    }

    @Override
    public double[] homeJointsRadians() {
        return homeJoints.clone();
    }

    @Override
    public Pose gripperInBase(double[] jointsRadians) {
        posture.take(jointsRadians);
        return posture.toolInBase();
    }

    @Override
    public double[][] linkPointsInBase(double[] jointsRadians) {
        posture.take(jointsRadians);
        return posture.pointsInBase();
    }

    /**
     * Joint positions inside the limits that reach the pose: those nearest to the present ones.
     *
     * @throws DriverException if none were found; it says how near the best try came and which joints stood at a limit
     */
    public double[] solve(double[] presentRadians, Pose gripperInBase) {
        double reach = chain.reachMeters() + gripperReachMeters;
        Pose shoulder = chain.joints().get(0).originInParent();
        double distance = shoulder.distanceMeters(gripperInBase);
        if (distance > reach) {
            throw new DriverException(String.format(
                    Locale.ROOT,
                    "Gripper pose %s is %.3f m from the arm's first joint, and the arm from %s to %s reaches %.3f m;"
                            + " choose a nearer pose, or check the kinematics' base and tip link",
                    gripperInBase,
                    distance,
                    chain.base(),
                    chain.tip(),
                    reach));
        }
        InverseKinematics.Result result = inverse.nearest(presentRadians, gripperInBase);
        return result.joints().orElseThrow(() -> unreachable(gripperInBase, result.nearest()));
    }

    @Override
    public List<double[]> straightLine(double[] fromJointsRadians, Pose toGripperInBase) {
        List<double[]> line = new ArrayList<>();
        double[] previous = fromJointsRadians;
        for (Pose waypoint : CartesianLine.waypoints(gripperInBase(fromJointsRadians), toGripperInBase)) {
            InverseKinematics.Result result = inverse.from(previous, waypoint);
            double[] joints = result.joints().orElseThrow(() -> unreachable(waypoint, result.nearest()));
            double turn = InverseKinematics.furthest(joints, previous);
            if (turn > MAX_WAYPOINT_TURN_RADIANS) {
                throw new DriverException(String.format(
                        Locale.ROOT,
                        "The straight line to %s would turn a joint by %.2f rad near %s (more than %.1f rad between two"
                                + " waypoints): it passes a singular posture; choose another home or rest posture",
                        toGripperInBase,
                        turn,
                        waypoint,
                        MAX_WAYPOINT_TURN_RADIANS));
            }
            line.add(joints);
            previous = joints;
        }
        return line;
    }

    private DriverException unreachable(Pose pose, InverseKinematics.Miss miss) {
        List<String> stuck = new ArrayList<>();
        for (int j = 0; j < miss.joints().size(); j++) {
            KinematicChain.Joint joint = chain.joints().get(j);
            double at = miss.joints().get(j);
            if (!joint.limits().contains(at, -1e-9)) {
                stuck.add(String.format(Locale.ROOT, "%s at %.3f", joint.name(), at));
            }
        }
        return new DriverException(String.format(
                Locale.ROOT,
                "No joint positions reach gripper pose %s: the nearest try is %.4f m and %.4f rad away%s; choose a pose"
                        + " inside the workspace, or check the joint limits",
                pose,
                miss.meters(),
                miss.radians(),
                stuck.isEmpty() ? "" : " with " + String.join(", ", stuck) + " at a limit"));
    }
}
