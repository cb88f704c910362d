package armfarm.drivers.kinematics;

import armfarm.messages.Pose;

/** Conversions between rotation matrices (row-major, 9 numbers) and the quaternions of {@link Pose}. */
public final class Rotations {
    private Rotations() {}

    /** The pose's rotation as a matrix: its columns are the child's axes in the parent frame. */
    public static double[] matrix(Pose pose) {
        double[] x = pose.rotate(1, 0, 0);
        double[] y = pose.rotate(0, 1, 0);
        double[] z = pose.rotate(0, 0, 1);
        return new double[] {x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]};
    }

    /** Unit quaternion x y z w, computed from its largest component. */
    public static double[] quaternion(double[] r) {
        double[] squares = {
            1 + r[0] - r[4] - r[8], 1 - r[0] + r[4] - r[8], 1 - r[0] - r[4] + r[8], 1 + r[0] + r[4] + r[8]
        };
        int largest = 0;
        for (int i = 1; i < 4; i++) {
            largest = squares[i] > squares[largest] ? i : largest;
        }
        double s = 2 * Math.sqrt(squares[largest]);
        return switch (largest) {
            case 0 -> new double[] {s / 4, (r[1] + r[3]) / s, (r[2] + r[6]) / s, (r[7] - r[5]) / s};
            case 1 -> new double[] {(r[1] + r[3]) / s, s / 4, (r[5] + r[7]) / s, (r[2] - r[6]) / s};
            case 2 -> new double[] {(r[2] + r[6]) / s, (r[5] + r[7]) / s, s / 4, (r[3] - r[1]) / s};
            default -> new double[] {(r[7] - r[5]) / s, (r[2] - r[6]) / s, (r[3] - r[1]) / s, s / 4};
        };
    }

    /** The pose with this position and rotation matrix. */
    public static Pose pose(double xMeters, double yMeters, double zMeters, double[] matrix) {
        double[] q = quaternion(matrix);
        return new Pose(xMeters, yMeters, zMeters, q[0], q[1], q[2], q[3]);
    }
}
