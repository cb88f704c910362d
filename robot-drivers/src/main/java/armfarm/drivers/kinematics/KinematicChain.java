package armfarm.drivers.kinematics;

import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.List;

/**
 * The joints between two links of a robot, base to tip, fixed ones folded into the next movable one. Immutable.
 *
 * @param tipInLast the tip link in the frame of the last movable joint's link
 */
public record KinematicChain(String base, String tip, List<Joint> joints, Pose tipInLast) {
    /**
     * A joint that moves.
     *
     * @param originInParent its frame at position 0 in the frame of the joint before (the base for the first)
     * @param axis unit vector in its own frame
     */
    public record Joint(String name, Kind kind, Pose originInParent, Axis axis, JointLimits limits) {
        private Joint limitedTo(JointLimits others) {
            try {
                return new Joint(name, kind, originInParent, axis, limits.and(others));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "joint '" + name + "': its own limits and the cell's leave nothing: " + e.getMessage(), e);
            }
        }
    }

    /** How a joint moves along or about its axis. */
    public enum Kind {
        TURNS,
        SLIDES
    }

    /** A unit vector. */
    public record Axis(double x, double y, double z) {
        public Axis {
            double norm = Math.sqrt(x * x + y * y + z * z);
            if (!(norm > 1e-9)) {
                throw new IllegalArgumentException("joint axis " + x + " " + y + " " + z + " has no direction");
            }
            x /= norm;
            y /= norm;
            z /= norm;
        }
    }

    public KinematicChain {
        joints = List.copyOf(joints);
    }

    public List<String> jointNames() {
        return joints.stream().map(Joint::name).toList();
    }

    /** Where the tip link is for joint positions in the order of the joints, limits left aside. */
    public Pose tipInBase(double[] positions) {
        ChainPosture posture = new ChainPosture(joints, tipInLast);
        posture.take(positions);
        return posture.toolInBase();
    }

    /** The same chain with stricter limits, in the order of the joints. */
    public KinematicChain limitedTo(List<JointLimits> limits) {
        if (limits.size() != joints.size()) {
            throw new IllegalArgumentException(limits.size() + " joint limits for the " + joints.size() + " joints "
                    + jointNames() + " from " + base + " to " + tip);
        }
        List<Joint> limited = new ArrayList<>();
        for (int i = 0; i < joints.size(); i++) {
            Joint joint = joints.get(i);
            limited.add(joint.limitedTo(limits.get(i)));
        }
        return new KinematicChain(base, tip, limited, tipInLast);
    }

    /** Longest stretch of the chain: no pose further from the first joint can be reached. */
    public double reachMeters() {
        double reach = length(tipInLast);
        for (int i = 1; i < joints.size(); i++) {
            reach += length(joints.get(i).originInParent);
        }
        for (Joint joint : joints) {
            if (joint.kind == Kind.SLIDES) {
                reach += Math.max(Math.abs(joint.limits.minPosition()), Math.abs(joint.limits.maxPosition()));
            }
        }
        return reach;
    }

    private static double length(Pose pose) {
        return pose.distanceMeters(Pose.IDENTITY);
    }
}
