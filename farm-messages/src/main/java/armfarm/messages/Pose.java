package armfarm.messages;

/**
 * Position (metres) and orientation (unit quaternion x y z w) of a child frame in a parent frame; the variable's name
 * says which: {@code gripperInBase}. Frames are right-handed; base is x forward, y left, z up.
 *
 * <p>The gripper frame has its origin between the finger tips, z along the approach direction (out of the hand) and y
 * along the closing axis. A <em>top-down</em> pose has gripper z = base -z; its yaw is the angle of the gripper's x axis
 * about base z.
 *
 * <p>Immutable.
 */
public record Pose(double xMeters, double yMeters, double zMeters, double qx, double qy, double qz, double qw) {
    public static final Pose IDENTITY = new Pose(0, 0, 0, 0, 0, 0, 1);

    public Pose {
        double norm = Math.sqrt(qx * qx + qy * qy + qz * qz + qw * qw);
        if (!(Math.abs(norm - 1) < 1e-3)) {
            throw new IllegalArgumentException("quaternion norm " + norm + ", expected 1");
        }
        if (!Double.isFinite(xMeters + yMeters + zMeters)) {
            throw new IllegalArgumentException("position is not finite");
        }
    }

    /** A pose pointing straight down: the rotation by pi about base x, then by the yaw about base z. */
    public static Pose topDown(double xMeters, double yMeters, double zMeters, double yawRadians) {
        return new Pose(xMeters, yMeters, zMeters, Math.cos(yawRadians / 2), Math.sin(yawRadians / 2), 0, 0);
    }

    /** Angle of this frame's x axis about the parent's z axis, -pi..pi. */
    public double yawRadians() {
        return Math.atan2(2 * (qx * qy + qw * qz), 1 - 2 * (qy * qy + qz * qz));
    }

    /** {@code aInB.compose(cInA)} is {@code cInB}. */
    public Pose compose(Pose inner) {
        double[] p = rotate(inner.xMeters, inner.yMeters, inner.zMeters);
        return new Pose(
                xMeters + p[0],
                yMeters + p[1],
                zMeters + p[2],
                qw * inner.qx + qx * inner.qw + qy * inner.qz - qz * inner.qy,
                qw * inner.qy - qx * inner.qz + qy * inner.qw + qz * inner.qx,
                qw * inner.qz + qx * inner.qy - qy * inner.qx + qz * inner.qw,
                qw * inner.qw - qx * inner.qx - qy * inner.qy - qz * inner.qz);
    }

    /** {@code aInB.inverse()} is {@code bInA}. */
    public Pose inverse() {
        Pose turned = new Pose(0, 0, 0, -qx, -qy, -qz, qw);
        double[] p = turned.rotate(-xMeters, -yMeters, -zMeters);
        return new Pose(p[0], p[1], p[2], -qx, -qy, -qz, qw);
    }

    /** Rotates a vector of the child frame into the parent frame, without the translation. */
    public double[] rotate(double x, double y, double z) {
        double tx = 2 * (qy * z - qz * y);
        double ty = 2 * (qz * x - qx * z);
        double tz = 2 * (qx * y - qy * x);
        return new double[] {
            x + qw * tx + qy * tz - qz * ty, y + qw * ty + qz * tx - qx * tz, z + qw * tz + qx * ty - qy * tx
        };
    }

    /** Straight-line distance between the two origins, metres. */
    public double distanceMeters(Pose other) {
        return Math.sqrt(
                square(xMeters - other.xMeters) + square(yMeters - other.yMeters) + square(zMeters - other.zMeters));
    }

    private static double square(double v) {
        return v * v;
    }
}
