package armfarm.messages.cell;

/**
 * The box in the base frame that gripper poses of a grasp must stay in, with the yaw range. Immutable.
 *
 * @param yawLimitRadians grasp yaw is within plus and minus this
 */
public record WorkspaceLimits(
        double minXMeters,
        double maxXMeters,
        double minYMeters,
        double maxYMeters,
        double minZMeters,
        double maxZMeters,
        double yawLimitRadians) {}
