package armfarm.drivers.kinematics;

/**
 * What one joint may do. Radians, radians per second and newton metres for a joint that turns; metres, metres per second
 * and newtons for one that slides. A joint without end has infinite positions. Immutable.
 */
public record JointLimits(double minPosition, double maxPosition, double maxVelocity, double maxEffort) {
    /** No limit at all. */
    public static final JointLimits NONE = new JointLimits(
            Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    public JointLimits {
        if (!(minPosition < maxPosition && maxVelocity > 0 && maxEffort >= 0)) {
            throw new IllegalArgumentException("joint limits " + minPosition + " to " + maxPosition + ", velocity "
                    + maxVelocity + ", effort " + maxEffort
                    + "; expected the lower below the upper position and a velocity above 0");
        }
    }

    public boolean contains(double position, double tolerance) {
        return position >= minPosition - tolerance && position <= maxPosition + tolerance;
    }

    public double clamp(double position) {
        return Math.max(minPosition, Math.min(maxPosition, position));
    }

    /** The stricter of both in each number. */
    public JointLimits and(JointLimits other) {
        return new JointLimits(
                Math.max(minPosition, other.minPosition),
                Math.min(maxPosition, other.maxPosition),
                Math.min(maxVelocity, other.maxVelocity),
                Math.min(maxEffort, other.maxEffort));
    }
}
