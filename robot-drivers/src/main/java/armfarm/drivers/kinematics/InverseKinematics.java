package armfarm.drivers.kinematics;

import armfarm.messages.Pose;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Joint positions that bring a chain's tool to a pose, by damped least squares inside the joint limits, from the present
 * posture first and then from seeded random ones. The same question always gets the same answer.
 *
 * <p>The damping shrinks with the error (T. Sugihara, "Solvability-unconcerned inverse kinematics by the
 * Levenberg-Marquardt method", 2011); a joint at its limit that would be pushed on is taken out of the step.
 *
 * <p>Confined to one thread: it reuses its matrices.
 */
final class InverseKinematics {
    private static final int MAX_ITERATIONS = 120;
    /** A start that has not come nearer by a hundredth in this many steps is given up. */
    private static final int STALLED_ITERATIONS = 15;

    private static final double DAMPING = 0.05;
    private static final double MIN_DAMPING = 1e-7;
    private static final double MAX_STEP = 0.4;
    private static final double REST_PULL = 0.1;
    private static final int REST_PULL_ITERATIONS = 15;
    private static final int RESTARTS = 80;
    /** Solutions to choose the nearest from, when the one found from the present posture is far from it. */
    private static final int ENOUGH_SOLUTIONS = 8;
    /** A solution this near the present posture is taken without looking for others. */
    private static final double NEAR_RADIANS = 0.8;

    private static final long SEED = 20_161_015;

    private final List<KinematicChain.Joint> joints;
    private final ChainPosture posture;
    private final double[] rest;
    private final double positionToleranceMeters;
    private final double angleToleranceRadians;
    private final DMatrixRMaj jacobian;
    private final DMatrixRMaj normal = new DMatrixRMaj(6, 6);
    private final DMatrixRMaj error = new DMatrixRMaj(6, 1);
    private final DMatrixRMaj solution = new DMatrixRMaj(6, 1);
    private final LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(6);

    /**
     * How near the best try came.
     *
     * @param joints of that try
     */
    record Miss(double meters, double radians, List<Double> joints) {}

    /** What a search found: the joints, or how near it came. */
    record Result(Optional<double[]> joints, Miss nearest) {}

    /** @param rest posture that a redundant arm tends to, also the middle of the random starts of endless joints */
    InverseKinematics(
            List<KinematicChain.Joint> joints,
            ChainPosture posture,
            double[] rest,
            double positionToleranceMeters,
            double angleToleranceRadians) {
        this.joints = joints;
        this.posture = posture;
        this.rest = rest.clone();
        this.positionToleranceMeters = positionToleranceMeters;
        this.angleToleranceRadians = angleToleranceRadians;
        this.jacobian = new DMatrixRMaj(6, joints.size());
    }

    /** The solution nearest to the present posture, by its joint that has to move furthest. */
    Result nearest(double[] present, Pose goal) {
        Result local = from(present, goal);
        double[] best = local.joints().map(found -> unwound(found, present)).orElse(null);
        if (best != null && furthest(best, present) < NEAR_RADIANS) {
            return new Result(Optional.of(best), local.nearest());
        }
        Miss miss = local.nearest();
        SplittableRandom random = new SplittableRandom(SEED);
        int solutions = best == null ? 0 : 1;
        for (int i = 0; i < RESTARTS && solutions < ENOUGH_SOLUTIONS; i++) {
            Result tried = from(start(i, present, random), goal);
            if (tried.joints().isPresent()) {
                solutions++;
                double[] found = unwound(tried.joints().get(), present);
                best = best == null || furthest(found, present) < furthest(best, present) ? found : best;
            } else if (tried.nearest().meters() + tried.nearest().radians() < miss.meters() + miss.radians()) {
                miss = tried.nearest();
            }
        }
        return new Result(Optional.ofNullable(best), miss);
    }

    /** Only what is found by going straight from the guess: a nearby solution for a nearby goal. */
    Result from(double[] guess, Pose goal) {
        double[] q = guess.clone();
        for (int j = 0; j < q.length; j++) {
            q[j] = joints.get(j).limits().clamp(q[j]);
        }
        double[] goalRotation = Rotations.matrix(goal);
        double mark = Double.POSITIVE_INFINITY;
        int markedAt = 0;
        for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
            posture.take(q);
            posture.fillError(goal, goalRotation, error);
            double meters = norm(0);
            double radians = norm(3);
            if (meters < positionToleranceMeters && radians < angleToleranceRadians) {
                return new Result(Optional.of(q), new Miss(meters, radians, boxed(q)));
            }
            if (meters + radians < 0.99 * mark) {
                mark = meters + radians;
                markedAt = iteration;
            } else if (iteration - markedAt > STALLED_ITERATIONS) {
                break;
            }
            boolean far = meters > 0.01 || radians > 0.05;
            improve(q, meters * meters + radians * radians, far && iteration < REST_PULL_ITERATIONS);
        }
        return new Result(Optional.empty(), new Miss(norm(0), norm(3), boxed(q)));
    }

    private void improve(double[] q, double squaredError, boolean pullToRest) {
        posture.fillJacobian(jacobian);
        double[] step = new double[q.length];
        if (pullToRest && q.length > 6) {
            pullToRest(q, step);
        }
        boolean[] locked = new boolean[q.length];
        double[] pull = step.clone();
        for (int round = 0; round < q.length; round++) {
            solve(squaredError);
            if (!addSteps(q, pull, step, locked)) {
                break;
            }
        }
        for (int j = 0; j < q.length; j++) {
            q[j] = joints.get(j).limits().clamp(q[j] + clamp(step[j]));
        }
    }

    /** The pull acts in the null space: what it would move the tool is taken from the error. */
    private void pullToRest(double[] q, double[] step) {
        for (int j = 0; j < q.length; j++) {
            step[j] = REST_PULL * (rest[j] - q[j]);
            for (int row = 0; row < 6; row++) {
                error.add(row, 0, -jacobian.unsafe_get(row, j) * step[j]);
            }
        }
    }

    private void solve(double squaredError) {
        CommonOps_DDRM.multTransB(jacobian, jacobian, normal);
        double damping = DAMPING * squaredError + MIN_DAMPING;
        for (int i = 0; i < 6; i++) {
            normal.add(i, i, damping);
        }
        solver.setA(normal);
        solver.solve(error, solution);
    }

    /** Adds the solution to the pull. @return whether a joint was locked at its limit, so that it has to be solved again */
    private boolean addSteps(double[] q, double[] pull, double[] step, boolean[] locked) {
        boolean again = false;
        for (int j = 0; j < q.length; j++) {
            if (locked[j]) {
                continue;
            }
            double sum = pull[j];
            for (int row = 0; row < 6; row++) {
                sum += jacobian.unsafe_get(row, j) * solution.unsafe_get(row, 0);
            }
            step[j] = sum;
            JointLimits limits = joints.get(j).limits();
            if ((q[j] <= limits.minPosition() && sum < 0) || (q[j] >= limits.maxPosition() && sum > 0)) {
                locked[j] = true;
                step[j] = 0;
                again = true;
                for (int row = 0; row < 6; row++) {
                    jacobian.unsafe_set(row, j, 0);
                }
            }
        }
        return again;
    }

    /** Starts near the present posture first, further away later. */
    private double[] start(int number, double[] present, SplittableRandom random) {
        double[] q = new double[present.length];
        double spread = Math.min(1, (number + 1) / 20.0);
        for (int j = 0; j < q.length; j++) {
            JointLimits limits = joints.get(j).limits();
            double least = Double.isFinite(limits.minPosition()) ? limits.minPosition() : rest[j] - Math.PI;
            double most = Double.isFinite(limits.maxPosition()) ? limits.maxPosition() : rest[j] + Math.PI;
            double anywhere = least + (most - least) * random.nextDouble();
            q[j] = limits.clamp(present[j] + spread * (anywhere - present[j]));
        }
        return q;
    }

    /** Whole turns that bring a joint nearer to where it is are taken, where its limits allow. */
    private double[] unwound(double[] found, double[] present) {
        double[] q = found.clone();
        for (int j = 0; j < q.length; j++) {
            if (joints.get(j).kind() == KinematicChain.Kind.TURNS) {
                double turned = present[j] + Math.IEEEremainder(q[j] - present[j], 2 * Math.PI);
                if (joints.get(j).limits().contains(turned, 0)) {
                    q[j] = turned;
                }
            }
        }
        return q;
    }

    static double furthest(double[] a, double[] b) {
        double furthest = 0;
        for (int j = 0; j < a.length; j++) {
            furthest = Math.max(furthest, Math.abs(a[j] - b[j]));
        }
        return furthest;
    }

    private double norm(int firstRow) {
        double sum = 0;
        for (int i = firstRow; i < firstRow + 3; i++) {
            sum += error.get(i, 0) * error.get(i, 0);
        }
        return Math.sqrt(sum);
    }

    private static double clamp(double step) {
        return Math.max(-MAX_STEP, Math.min(MAX_STEP, step));
    }

    private static List<Double> boxed(double[] q) {
        return Arrays.stream(q).boxed().toList();
    }
}
