package armfarm.drivers.kinematics;

import armfarm.messages.Pose;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A joint as it stands in a URDF file, filled element by element, and what it means. Every message names the joint.
 *
 * <p>Confined to one thread.
 */
final class UrdfJoint {
    /** Two turns to each side, the most that an arm's joint has; a limit beyond it is in degrees, or none. */
    private static final double MAX_RADIANS = 4 * Math.PI + 1e-3;

    final String name;
    final String type;
    String parent = "";
    String child = "";
    Pose origin = Pose.IDENTITY;
    /** URDF's default. */
    double[] axis = {1, 0, 0};

    boolean mimics;
    private final Set<String> elements = new HashSet<>();
    /** Attributes of limit and safety_controller that are there. */
    private final Map<String, Double> numbers = new HashMap<>();

    UrdfJoint(String name, String type) {
        this.name = name;
        this.type = type;
    }

    /** Notes an element of the joint; each may be there once. */
    void began(String element) {
        if (!elements.add(element)) {
            throw bad("has <" + element + "> twice; keep one");
        }
    }

    void number(String attribute, double value) {
        numbers.put(attribute, value);
    }

    boolean fixed() {
        return type.equals("fixed");
    }

    void requireLinks() {
        if (parent.isEmpty() || child.isEmpty()) {
            throw bad("has no <" + (parent.isEmpty() ? "parent" : "child") + " link=...>; name both links");
        }
        if (parent.equals(child)) {
            throw bad("hangs link '" + child + "' on itself; correct its parent or child");
        }
    }

    /** As a part of an arm. @param originInParent with the fixed joints before it folded in */
    KinematicChain.Joint moving(Pose originInParent) {
        if (mimics) {
            throw bad("mimics another one, which is not supported inside the arm; choose a tip link before it");
        }
        if (axis[0] == 0 && axis[1] == 0 && axis[2] == 0) {
            throw bad("moves, but its <axis> is 0 0 0; give the direction it turns about or slides along");
        }
        KinematicChain.Kind kind = switch (type) {
            case "continuous", "revolute" -> KinematicChain.Kind.TURNS;
            case "prismatic" -> KinematicChain.Kind.SLIDES;
            default -> throw bad("is of type '" + type + "'; expected fixed, revolute, continuous or prismatic");
        };
        return new KinematicChain.Joint(
                name, kind, originInParent, new KinematicChain.Axis(axis[0], axis[1], axis[2]), limits());
    }

    /** The stricter of limit and safety_controller counts. */
    private JointLimits limits() {
        boolean endless = type.equals("continuous");
        if (!endless && !elements.contains("limit")) {
            throw bad("is " + type + " but has no <limit>; give it one, or type continuous if it turns without end");
        }
        double lower = numbers.getOrDefault("lower", 0.0);
        double upper = numbers.getOrDefault("upper", 0.0);
        if (endless && !(lower < upper)) {
            // As URDF has it: these two mean nothing here.
            lower = Double.NEGATIVE_INFINITY;
            upper = Double.POSITIVE_INFINITY;
        } else {
            requireRange("lower", lower, "upper", upper);
        }
        double softLower = numbers.getOrDefault("soft_lower_limit", Double.NEGATIVE_INFINITY);
        double softUpper = numbers.getOrDefault("soft_upper_limit", Double.POSITIVE_INFINITY);
        requireOrder("soft_lower_limit", softLower, "soft_upper_limit", softUpper);
        requireOrder(
                "the higher of lower and soft_lower_limit",
                Math.max(lower, softLower),
                "the lower of upper and soft_upper_limit",
                Math.min(upper, softUpper));
        return new JointLimits(Math.max(lower, softLower), Math.min(upper, softUpper), velocity(), effort());
    }

    private void requireRange(String least, double lower, String most, double upper) {
        requireOrder(least, lower, most, upper);
        boolean turns = !type.equals("prismatic");
        if (turns && !type.equals("continuous") && Math.max(Math.abs(lower), Math.abs(upper)) > MAX_RADIANS) {
            throw bad("has limits " + lower + " to " + upper
                    + ", expected radians (are they in degrees?); a joint without end is of type continuous");
        }
    }

    private void requireOrder(String least, double lower, String most, double upper) {
        if (!(lower < upper)) {
            throw bad("has " + least + " " + lower + " and " + most + " " + upper + "; expected the first below the"
                    + " second");
        }
    }

    private double velocity() {
        if (!elements.contains("limit")) {
            return Double.POSITIVE_INFINITY;
        }
        Double velocity = numbers.get("velocity");
        if (velocity == null || !(velocity > 0)) {
            throw bad("has " + (velocity == null ? "no velocity" : "velocity " + velocity)
                    + " in its <limit>; expected one above 0, from the arm's data sheet");
        }
        return velocity;
    }

    private double effort() {
        double effort = numbers.getOrDefault("effort", Double.POSITIVE_INFINITY);
        if (effort < 0) {
            throw bad("has effort " + effort + " in its <limit>; expected 0 or more");
        }
        return effort;
    }

    private IllegalArgumentException bad(String what) {
        return new IllegalArgumentException("joint '" + name + "' " + what);
    }
}
