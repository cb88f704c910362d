package armfarm.policy;

import armfarm.messages.Pose;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The top-down gripper poses a policy may choose from, in the base frame. Immutable.
 *
 * @param yawLimitRadians yaw is within plus and minus this; from pi/2 on all grasps of a two-finger gripper are covered,
 *     so yaw wraps round by pi instead of stopping at the limit
 */
public record GraspSpace(
        double minXMeters,
        double maxXMeters,
        double minYMeters,
        double maxYMeters,
        double minZMeters,
        double maxZMeters,
        double yawLimitRadians) {
    /** A pose drawn uniformly from the space. */
    public Pose sample(RandomGenerator random) {
        return Pose.topDown(
                between(minXMeters, maxXMeters, random.nextDouble()),
                between(minYMeters, maxYMeters, random.nextDouble()),
                between(minZMeters, maxZMeters, random.nextDouble()),
                between(-yawLimitRadians, yawLimitRadians, random.nextDouble()));
    }

    /** So many poses, each drawn uniformly from the space. */
    List<Pose> sample(int count, RandomGenerator random) {
        return Stream.generate(() -> sample(random)).limit(count).toList();
    }

    /** The pose of the space that is closest, coordinate by coordinate. */
    public Pose clip(double xMeters, double yMeters, double zMeters, double yawRadians) {
        return Pose.topDown(
                clamp(xMeters, minXMeters, maxXMeters),
                clamp(yMeters, minYMeters, maxYMeters),
                clamp(zMeters, minZMeters, maxZMeters),
                clamp(wrapped(yawRadians), -yawLimitRadians, yawLimitRadians));
    }

    /** Whether the pose is one of the space; yaw is wrapped round as in {@link #clip}. */
    boolean contains(double xMeters, double yMeters, double zMeters, double yawRadians) {
        return xMeters >= minXMeters
                && xMeters <= maxXMeters
                && yMeters >= minYMeters
                && yMeters <= maxYMeters
                && zMeters >= minZMeters
                && zMeters <= maxZMeters
                && Math.abs(wrapped(yawRadians)) <= yawLimitRadians;
    }

    private double wrapped(double yawRadians) {
        if (Math.abs(yawRadians) <= yawLimitRadians || yawLimitRadians < Math.PI / 2) {
            return yawRadians;
        }
        return Math.IEEEremainder(yawRadians, Math.PI);
    }

    private static double between(double low, double high, double share) {
        return low + (high - low) * share;
    }

    private static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
