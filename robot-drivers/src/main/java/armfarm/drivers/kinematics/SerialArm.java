package armfarm.drivers.kinematics;

import armfarm.messages.DriverException;
import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * A seven-joint arm with a spherical shoulder and wrist, in the proportions of a KUKA iiwa, standing at the base frame's
 * origin and holding a gripper.
 *
 * <p>Inverse kinematics are damped least squares. The damping grows with the error and the pull to the rest posture stops
 * after the first iterations; with both constant most poses over the bin do not converge (robot-simulation/docs/simulation.md).
 *
 * <p>Confined to one thread: it reuses its matrices.
 */
public final class SerialArm implements ArmKinematics {
    /** Joints of this arm. */
    public static final int JOINTS = 7;

    private static final double SHOULDER_HEIGHT = 0.34;
    private static final double UPPER_ARM = 0.40;
    private static final double FOREARM = 0.40;
    private static final double FLANGE = 0.126;
    private static final double TOOL = 0.10;
    private static final double[] LIMITS_RADIANS = {2.96, 2.09, 2.96, 2.09, 2.96, 2.09, 3.05};
    /** Over the middle of the bin, elbow up and to the right, so that the forearm leaves a camera at the left its view. */
    private static final double[] REST_RADIANS = {-0.75, 0.85, 1.05, -1.6, -0.80, 1.03, 0.55};

    private static final int MAX_ITERATIONS = 100;
    private static final int REST_PULL_ITERATIONS = 15;
    private static final double REST_PULL = 0.1;
    private static final double POSITION_TOLERANCE_METERS = 1e-4;
    private static final double ANGLE_TOLERANCE_RADIANS = 1e-3;
    private static final double DAMPING = 0.05;
    private static final double MIN_DAMPING = 1e-7;
    private static final double MAX_JOINT_STEP_RADIANS = 0.4;

    private final double[] homeJointsRadians;
    private final double[][] origins = new double[JOINTS + 1][3];
    private final double[][] axes = new double[JOINTS][3];
    private final double[] rotation = new double[9];
    private final DMatrixRMaj jacobian = new DMatrixRMaj(6, JOINTS);
    private final DMatrixRMaj normal = new DMatrixRMaj(6, 6);
    private final DMatrixRMaj error = new DMatrixRMaj(6, 1);
    private final DMatrixRMaj solution = new DMatrixRMaj(6, 1);
    private final LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(6);

    /** @param homeInBase the gripper's pose out of the camera's view */
    public SerialArm(Pose homeInBase) {
        homeJointsRadians = solve(REST_RADIANS, homeInBase)
                .orElseThrow(() -> new DriverException("Home pose " + homeInBase
                        + " is out of the arm's reach; expected a pose within about 0.8 m of the shoulder"));
    }

    /** Of every such arm, in the order of the joints; speed and torque are not limited. */
    public static List<JointLimits> limits() {
        return Arrays.stream(LIMITS_RADIANS)
                .mapToObj(limit -> new JointLimits(-limit, limit, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY))
                .toList();
    }

    @Override
    public int jointCount() {
        return JOINTS;
    }

    @Override
    public double[] homeJointsRadians() {
        return homeJointsRadians.clone();
    }

    @Override
    public Pose gripperInBase(double[] jointsRadians) {
        forward(jointsRadians);
        double[] p = origins[JOINTS];
        return Rotations.pose(p[0], p[1], p[2], rotation);
    }

    /** Base, shoulder, elbow, wrist, flange and finger tips in the base frame: metres [6][3]. */
    @Override
    public double[][] linkPointsInBase(double[] jointsRadians) {
        forward(jointsRadians);
        double[] tip = origins[JOINTS];
        double[] flange = {tip[0] - TOOL * rotation[2], tip[1] - TOOL * rotation[5], tip[2] - TOOL * rotation[8]};
        return new double[][] {
            {0, 0, 0}, origins[1].clone(), origins[3].clone(), origins[5].clone(), flange, tip.clone()
        };
    }

    @Override
    public List<double[]> straightLine(double[] fromJointsRadians, Pose toGripperInBase) {
        Pose from = gripperInBase(fromJointsRadians);
        List<double[]> line = new ArrayList<>();
        double[] previous = fromJointsRadians;
        for (Pose waypoint : CartesianLine.waypoints(from, toGripperInBase)) {
            previous = solve(previous, waypoint)
                    .orElseThrow(() -> new DriverException("No joint positions reach gripper pose " + waypoint
                            + " on the way to " + toGripperInBase + "; choose a pose inside the workspace"));
            line.add(previous);
        }
        return line;
    }

    /** Joint positions that reach the pose, from a nearby guess; empty if none were found. */
    public Optional<double[]> solve(double[] guessRadians, Pose gripperInBase) {
        double[] joints = guessRadians.clone();
        double[] goal = Rotations.matrix(gripperInBase);
        for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
            forward(joints);
            fillError(gripperInBase, goal);
            double position = norm(0);
            double angle = norm(3);
            if (position < POSITION_TOLERANCE_METERS && angle < ANGLE_TOLERANCE_RADIANS) {
                return Optional.of(joints);
            }
            boolean far = position > 0.01 || angle > 0.05;
            improve(joints, position * position + angle * angle, far && iteration < REST_PULL_ITERATIONS);
        }
        return Optional.empty();
    }

    private void improve(double[] joints, double squaredError, boolean pullToRest) {
        fillJacobian();
        CommonOps_DDRM.multTransB(jacobian, jacobian, normal);
        double damping = DAMPING * squaredError + MIN_DAMPING;
        for (int i = 0; i < 6; i++) {
            normal.add(i, i, damping);
        }
        double[] pull = new double[JOINTS];
        if (pullToRest) {
            for (int j = 0; j < JOINTS; j++) {
                pull[j] = REST_PULL * (REST_RADIANS[j] - joints[j]);
            }
            // The pull acts in the null space: what it would move the gripper is taken from the error.
            for (int row = 0; row < 6; row++) {
                double moved = 0;
                for (int j = 0; j < JOINTS; j++) {
                    moved += jacobian.unsafe_get(row, j) * pull[j];
                }
                error.add(row, 0, -moved);
            }
        }
        solver.setA(normal);
        solver.solve(error, solution);
        for (int j = 0; j < JOINTS; j++) {
            double step = pull[j];
            for (int row = 0; row < 6; row++) {
                step += jacobian.unsafe_get(row, j) * solution.unsafe_get(row, 0);
            }
            joints[j] = clamp(joints[j] + clamp(step, MAX_JOINT_STEP_RADIANS), LIMITS_RADIANS[j]);
        }
    }

    /** Fills joint axes, link origins and the gripper's rotation (row-major). */
    private void forward(double[] q) {
        if (q.length != JOINTS) {
            throw new IllegalArgumentException(q.length + " joint positions, expected " + JOINTS);
        }
        Arrays.fill(rotation, 0);
        rotation[0] = rotation[4] = rotation[8] = 1;
        double[] at = {0, 0, 0};
        for (int j = 0; j < JOINTS; j++) {
            boolean bends = j % 2 == 1;
            double sign = j == 3 ? -1 : 1;
            int column = bends ? 1 : 2;
            for (int row = 0; row < 3; row++) {
                axes[j][row] = sign * rotation[3 * row + column];
                origins[j][row] = at[row];
            }
            turn(bends, sign * q[j]);
            double length = switch (j) {
                case 0 -> SHOULDER_HEIGHT;
                case 2 -> UPPER_ARM;
                case 4 -> FOREARM;
                case 6 -> FLANGE + TOOL;
                default -> 0;
            };
            for (int row = 0; row < 3; row++) {
                at[row] += length * rotation[3 * row + 2];
            }
        }
        System.arraycopy(at, 0, origins[JOINTS], 0, 3);
        // The gripper is mounted turned by half a turn: its x axis points forward in the rest posture.
        for (int row = 0; row < 3; row++) {
            rotation[3 * row] = -rotation[3 * row];
            rotation[3 * row + 1] = -rotation[3 * row + 1];
        }
    }

    /** Turns the rotation about its own y axis (bends) or z axis. */
    private void turn(boolean aboutY, double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        int first = aboutY ? 2 : 0;
        int second = aboutY ? 0 : 1;
        for (int row = 0; row < 9; row += 3) {
            double a = rotation[row + first];
            double b = rotation[row + second];
            rotation[row + first] = c * a + s * b;
            rotation[row + second] = c * b - s * a;
        }
    }

    private void fillJacobian() {
        double[] tip = origins[JOINTS];
        for (int j = 0; j < JOINTS; j++) {
            double[] axis = axes[j];
            double x = tip[0] - origins[j][0];
            double y = tip[1] - origins[j][1];
            double z = tip[2] - origins[j][2];
            jacobian.unsafe_set(0, j, axis[1] * z - axis[2] * y);
            jacobian.unsafe_set(1, j, axis[2] * x - axis[0] * z);
            jacobian.unsafe_set(2, j, axis[0] * y - axis[1] * x);
            for (int row = 0; row < 3; row++) {
                jacobian.unsafe_set(3 + row, j, axis[row]);
            }
        }
    }

    /** Position error, then the rotation vector from the present to the goal rotation. */
    private void fillError(Pose goalInBase, double[] goal) {
        double[] tip = origins[JOINTS];
        error.set(0, 0, goalInBase.xMeters() - tip[0]);
        error.set(1, 0, goalInBase.yMeters() - tip[1]);
        error.set(2, 0, goalInBase.zMeters() - tip[2]);
        double[] turn = new double[9];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                for (int k = 0; k < 3; k++) {
                    turn[3 * row + column] += goal[3 * row + k] * rotation[3 * column + k];
                }
            }
        }
        double[] q = Rotations.quaternion(turn);
        double sine = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2]);
        double angle = 2 * Math.atan2(sine, Math.abs(q[3])) * Math.signum(q[3] == 0 ? 1 : q[3]);
        double scale = sine < 1e-9 ? 2 * Math.signum(q[3] == 0 ? 1 : q[3]) : angle / sine;
        for (int i = 0; i < 3; i++) {
            error.set(3 + i, 0, q[i] * scale);
        }
    }

    private double norm(int firstRow) {
        double sum = 0;
        for (int i = firstRow; i < firstRow + 3; i++) {
            sum += error.get(i, 0) * error.get(i, 0);
        }
        return Math.sqrt(sum);
    }

    private static double clamp(double value, double limit) {
        return Math.max(-limit, Math.min(limit, value));
    }
}
