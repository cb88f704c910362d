package armfarm.policy;

/** The top-down gripper poses a policy may choose from, in the base frame. Immutable. */
public record GraspSpace(
        double minXMeters,
        double maxXMeters,
        double minYMeters,
        double maxYMeters,
        double minZMeters,
        double maxZMeters,
        double yawLimitRadians) {}
