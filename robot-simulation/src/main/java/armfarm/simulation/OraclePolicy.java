package armfarm.simulation;

import armfarm.messages.Pose;
import com.jme3.math.Vector3f;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A scripted policy that reads the simulator's truth: where every object's surface is. It tries every object at every yaw
 * and takes the grasp with the narrowest clear closing. A ceiling for learned policies to be compared with, though not an
 * upper bound.
 *
 * <p>Confined to the arm's thread.
 */
public final class OraclePolicy implements SimulatedPolicy {
    private static final int YAWS = 24;
    private static final double FINGER_HALF_WIDTH = SimulatedGripper.FINGER_HALF_WIDTH + 0.002;
    private static final double PAD = SimulatedGripper.MAX_OPENING / 2;
    private static final double FINGER_OUT = PAD + 2 * SimulatedGripper.FINGER_HALF_THICKNESS + 0.003;
    private static final double MAX_WIDTH = 0.076;
    private static final double BLOCKED_COST = 0.03;
    private static final double CROWDED_COST = 0.004;
    private static final double PALM_COST = 0.05;
    private static final double WALL_COST = 0.03;
    private static final double SPACING = 0.006;

    private final Map<String, double[][]> surfaces = new HashMap<>();

    private record Grasp(double x, double y, double z, double yaw, double cost) {}

    @Override
    public Pose choose(SimulatedArm arm) {
        List<double[][]> inBin = new ArrayList<>();
        for (SceneObject object : arm.objects()) {
            inBin.add(surface(object));
        }
        Grasp best = null;
        for (int i = 0; i < inBin.size(); i++) {
            Vector3f centre = arm.objects().get(i).location().clone();
            for (int k = 0; k < YAWS; k++) {
                Grasp grasp = grasp(inBin, i, centre, Math.PI * k / YAWS - Math.PI / 2);
                best = best == null || grasp.cost < best.cost ? grasp : best;
            }
        }
        if (best == null) {
            throw new IllegalStateException("the bin is empty: arrange a scene first");
        }
        return Pose.topDown(best.x + Bin.BIN_IN_BASE.xMeters(), best.y, best.z, best.yaw);
    }

    private static Grasp grasp(List<double[][]> surfaces, int chosen, Vector3f centre, double yaw) {
        double c = Math.cos(yaw);
        double s = Math.sin(yaw);
        double z = clamp(centre.z - 0.012, SimulatedArm.WORKSPACE.minZMeters(), SimulatedArm.WORKSPACE.maxZMeters());
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] p : surfaces.get(chosen)) {
            double along = c * (p[0] - centre.x) + s * (p[1] - centre.y);
            if (Math.abs(along) < FINGER_HALF_WIDTH && p[2] > z - 0.004) {
                double across = -s * (p[0] - centre.x) + c * (p[1] - centre.y);
                low = Math.min(low, across);
                high = Math.max(high, across);
            }
        }
        if (!(high - low <= MAX_WIDTH)) {
            return new Grasp(centre.x, centre.y, z, yaw, 1 + Math.abs(centre.x) + Math.abs(centre.y));
        }
        double x = centre.x - s * (low + high) / 2;
        double y = centre.y + c * (low + high) / 2;
        double cost = high - low + clearanceCost(surfaces, chosen, new double[] {x, y, z, c, s});
        double half = 0.10;
        cost += 3 * (Math.max(0, Math.abs(x) - half) + Math.max(0, Math.abs(y) - half));
        return new Grasp(clamp(x, -half, half), clamp(y, -half, half), z, yaw, cost);
    }

    /** @param at x, y, tip height, cosine and sine of the yaw */
    private static double clearanceCost(List<double[][]> surfaces, int chosen, double[] at) {
        double cost = 0;
        for (int side = -1; side <= 1; side += 2) {
            double reach =
                    Math.max(Math.abs(at[0] - side * at[4] * FINGER_OUT), Math.abs(at[1] + side * at[3] * FINGER_OUT));
            double wall = (reach - Bin.FLOOR_HALF) * Math.tan(Bin.WALL_ANGLE_RADIANS);
            cost += wall > at[2] ? WALL_COST : 0;
        }
        for (int i = 0; i < surfaces.size(); i++) {
            boolean blocked = false;
            boolean crowded = false;
            boolean palm = false;
            for (double[] p : surfaces.get(i)) {
                double along = Math.abs(at[3] * (p[0] - at[0]) + at[4] * (p[1] - at[1]));
                double across = Math.abs(-at[4] * (p[0] - at[0]) + at[3] * (p[1] - at[1]));
                if (p[2] > at[2] && along < FINGER_HALF_WIDTH) {
                    blocked |= across > PAD - 0.004 && across < FINGER_OUT;
                    crowded |= i != chosen && across <= PAD;
                }
                palm |= along < 0.02 && across < 0.06 && p[2] > at[2] + SimulatedGripper.FINGER_LENGTH;
            }
            cost += (blocked ? BLOCKED_COST : 0) + (crowded ? CROWDED_COST : 0) + (palm ? PALM_COST : 0);
        }
        return cost;
    }

    /** Points on the object's surface, in the bin frame. */
    private double[][] surface(SceneObject object) {
        double[][] local = surfaces.computeIfAbsent(
                object.spec().id(), id -> points(Mesh.of(object.spec().parts())));
        Placement placement = new Placement().of(object.location(), object.rotation());
        float[] r = placement.rotation;
        float[] t = placement.translation;
        double[][] inBin = new double[local.length][3];
        for (int i = 0; i < local.length; i++) {
            for (int row = 0; row < 3; row++) {
                inBin[i][row] =
                        t[row] + r[3 * row] * local[i][0] + r[3 * row + 1] * local[i][1] + r[3 * row + 2] * local[i][2];
            }
        }
        return inBin;
    }

    /** Points on a mesh about every 6 mm. */
    private static double[][] points(Mesh mesh) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < mesh.triangles.length; i += 3) {
            float[][] corner = new float[3][];
            for (int k = 0; k < 3; k++) {
                int vertex = 3 * mesh.triangles[i + k];
                corner[k] = Arrays.copyOfRange(mesh.vertices, vertex, vertex + 3);
            }
            addPoints(corner, points);
        }
        return points.toArray(new double[0][]);
    }

    private static void addPoints(float[][] corner, List<double[]> points) {
        int alongB = (int) Math.ceil(distance(corner[0], corner[1]) / SPACING);
        int alongC = (int) Math.ceil(distance(corner[0], corner[2]) / SPACING);
        for (int i = 0; i <= alongB; i++) {
            for (int j = 0; j <= alongC; j++) {
                double u = (double) i / Math.max(1, alongB);
                double v = (double) j / Math.max(1, alongC);
                if (u + v <= 1) {
                    double[] p = new double[3];
                    for (int axis = 0; axis < 3; axis++) {
                        p[axis] = corner[0][axis]
                                + u * (corner[1][axis] - corner[0][axis])
                                + v * (corner[2][axis] - corner[0][axis]);
                    }
                    points.add(p);
                }
            }
        }
    }

    private static double distance(float[] a, float[] b) {
        return Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
    }

    private static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
