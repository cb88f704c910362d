package armfarm.drivers.kinematics;

import armfarm.messages.Pose;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * Where every joint of a chain is for given joint positions: forward kinematics and their derivative. Rotations are
 * row-major, base frame. Confined to one thread: it reuses its arrays.
 */
final class ChainPosture {
    private final List<KinematicChain.Joint> joints;
    private final double[][] fixedRotations;
    private final double[] toolRotation;
    private final Pose toolInLast;
    private final double[][] origins;
    private final double[][] axes;
    private double[] rotation = new double[9];
    private double[] scratch = new double[9];

    /** @param toolInLast what is followed, in the frame of the last joint's link */
    ChainPosture(List<KinematicChain.Joint> joints, Pose toolInLast) {
        this.joints = joints;
        this.toolInLast = toolInLast;
        this.toolRotation = Rotations.matrix(toolInLast);
        this.fixedRotations = new double[joints.size()][];
        this.origins = new double[joints.size() + 1][3];
        this.axes = new double[joints.size()][3];
        for (int j = 0; j < fixedRotations.length; j++) {
            fixedRotations[j] = Rotations.matrix(joints.get(j).originInParent());
        }
    }

    /** Takes up joint positions, in the order of the chain. */
    void take(double[] positions) {
        if (positions.length != joints.size()) {
            throw new IllegalArgumentException(positions.length + " joint positions, expected " + joints.size());
        }
        Arrays.fill(rotation, 0);
        rotation[0] = rotation[4] = rotation[8] = 1;
        double x = 0;
        double y = 0;
        double z = 0;
        for (int j = 0; j < positions.length; j++) {
            KinematicChain.Joint joint = joints.get(j);
            Pose origin = joint.originInParent();
            x += along(0, origin.xMeters(), origin.yMeters(), origin.zMeters());
            y += along(3, origin.xMeters(), origin.yMeters(), origin.zMeters());
            z += along(6, origin.xMeters(), origin.yMeters(), origin.zMeters());
            turnBy(fixedRotations[j]);
            KinematicChain.Axis axis = joint.axis();
            for (int row = 0; row < 3; row++) {
                axes[j][row] = along(3 * row, axis.x(), axis.y(), axis.z());
            }
            if (joint.kind() == KinematicChain.Kind.SLIDES) {
                x += axes[j][0] * positions[j];
                y += axes[j][1] * positions[j];
                z += axes[j][2] * positions[j];
            } else {
                turnBy(aboutAxis(axis, positions[j]));
            }
            set(origins[j], x, y, z);
        }
        x += along(0, toolInLast.xMeters(), toolInLast.yMeters(), toolInLast.zMeters());
        y += along(3, toolInLast.xMeters(), toolInLast.yMeters(), toolInLast.zMeters());
        z += along(6, toolInLast.xMeters(), toolInLast.yMeters(), toolInLast.zMeters());
        set(origins[positions.length], x, y, z);
        turnBy(toolRotation);
    }

    Pose toolInBase() {
        double[] tip = origins[joints.size()];
        return Rotations.pose(tip[0], tip[1], tip[2], rotation);
    }

    /** Base, every joint's origin and the tool, metres [n + 2][3]; new arrays. */
    double[][] pointsInBase() {
        double[][] points = new double[origins.length + 1][];
        points[0] = new double[3];
        for (int i = 0; i < origins.length; i++) {
            points[i + 1] = origins[i].clone();
        }
        return points;
    }

    /** Fills the 6 x n derivative of the tool's position, then of its rotation vector. */
    void fillJacobian(DMatrixRMaj jacobian) {
        double[] tip = origins[joints.size()];
        for (int j = 0; j < axes.length; j++) {
            double[] axis = axes[j];
            boolean turns = joints.get(j).kind() == KinematicChain.Kind.TURNS;
            double x = tip[0] - origins[j][0];
            double y = tip[1] - origins[j][1];
            double z = tip[2] - origins[j][2];
            jacobian.unsafe_set(0, j, turns ? axis[1] * z - axis[2] * y : axis[0]);
            jacobian.unsafe_set(1, j, turns ? axis[2] * x - axis[0] * z : axis[1]);
            jacobian.unsafe_set(2, j, turns ? axis[0] * y - axis[1] * x : axis[2]);
            for (int row = 0; row < 3; row++) {
                jacobian.unsafe_set(3 + row, j, turns ? axis[row] : 0);
            }
        }
    }

    /** Fills the way to the goal: position difference, then the rotation vector from here to there. */
    void fillError(Pose goal, double[] goalRotation, DMatrixRMaj error) {
        double[] tip = origins[joints.size()];
        error.set(0, 0, goal.xMeters() - tip[0]);
        error.set(1, 0, goal.yMeters() - tip[1]);
        error.set(2, 0, goal.zMeters() - tip[2]);
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                double sum = 0;
                for (int k = 0; k < 3; k++) {
                    sum += goalRotation[3 * row + k] * rotation[3 * column + k];
                }
                scratch[3 * row + column] = sum;
            }
        }
        double[] q = Rotations.quaternion(scratch);
        double sign = q[3] < 0 ? -1 : 1;
        double sine = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2]);
        double scale = sine < 1e-9 ? 2 * sign : 2 * Math.atan2(sine, Math.abs(q[3])) * sign / sine;
        for (int i = 0; i < 3; i++) {
            error.set(3 + i, 0, q[i] * scale);
        }
    }

    private double along(int row, double x, double y, double z) {
        return rotation[row] * x + rotation[row + 1] * y + rotation[row + 2] * z;
    }

    private static void set(double[] point, double x, double y, double z) {
        point[0] = x;
        point[1] = y;
        point[2] = z;
    }

    private void turnBy(double[] right) {
        for (int row = 0; row < 9; row += 3) {
            for (int column = 0; column < 3; column++) {
                scratch[row + column] = rotation[row] * right[column]
                        + rotation[row + 1] * right[3 + column]
                        + rotation[row + 2] * right[6 + column];
            }
        }
        double[] swap = rotation;
        rotation = scratch;
        scratch = swap;
    }

    /** Rodrigues' formula. */
    private static double[] aboutAxis(KinematicChain.Axis axis, double radians) {
        double c = Math.cos(radians);
        double s = Math.sin(radians);
        double t = 1 - c;
        double x = axis.x();
        double y = axis.y();
        double z = axis.z();
        return new double[] {
            t * x * x + c,
            t * x * y - s * z,
            t * x * z + s * y,
            t * x * y + s * z,
            t * y * y + c,
            t * y * z - s * x,
            t * x * z - s * y,
            t * y * z + s * x,
            t * z * z + c
        };
    }
}
