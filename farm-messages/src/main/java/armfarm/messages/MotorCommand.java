package armfarm.messages;

/**
 * Motion from the present gripper pose to the pose where the gripper will close, in the base frame:
 * v = p_T - p_t = (dx, dy, dz, sin dyaw, cos dyaw).
 *
 * <p>Source: Levine et al. 2016, sec. IV-A. Immutable.
 */
public record MotorCommand(double dxMeters, double dyMeters, double dzMeters, double sinYaw, double cosYaw) {
    /** The null motion: close where you are. */
    public static final MotorCommand NULL = new MotorCommand(0, 0, 0, 0, 1);

    /** The command that takes a top-down gripper from one pose to the other. */
    public static MotorCommand between(Pose fromInBase, Pose toInBase) {
        double yaw = toInBase.yawRadians() - fromInBase.yawRadians();
        return new MotorCommand(
                toInBase.xMeters() - fromInBase.xMeters(),
                toInBase.yMeters() - fromInBase.yMeters(),
                toInBase.zMeters() - fromInBase.zMeters(),
                Math.sin(yaw),
                Math.cos(yaw));
    }

    /** The top-down pose that this command reaches from the given one. */
    public Pose appliedTo(Pose gripperInBase) {
        return Pose.topDown(
                gripperInBase.xMeters() + dxMeters,
                gripperInBase.yMeters() + dyMeters,
                gripperInBase.zMeters() + dzMeters,
                gripperInBase.yawRadians() + yawRadians());
    }

    /** Change of yaw, -pi..pi. */
    public double yawRadians() {
        return Math.atan2(sinYaw, cosYaw);
    }
}
