package armfarm.drivers.sim;

import armfarm.messages.Pose;
import com.jme3.math.Quaternion;
import com.jme3.math.Vector3f;
import java.util.ArrayList;
import java.util.List;

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

    private record Grasp(double x, double y, double z, double yaw, double cost) {}

    @Override
    public Pose choose(SimulatedArm arm) {
        List<double[][]> surfaces = new ArrayList<>();
        for (SceneObject object : arm.objects()) {
            surfaces.add(surface(object));
        }
        Grasp best = null;
        for (int i = 0; i < surfaces.size(); i++) {
            Vector3f centre = arm.objects().get(i).location().clone();
            for (int k = 0; k < YAWS; k++) {
                Grasp grasp = grasp(surfaces, i, centre, Math.PI * k / YAWS - Math.PI / 2);
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

    /** Points on the object's surface about every 6 mm, in the bin frame. */
    private static double[][] surface(SceneObject object) {
        Mesh mesh = Mesh.of(object.spec().parts());
        Vector3f at = object.location();
        Placement placement = new Placement().of(at, new Quaternion(object.rotation()));
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < mesh.triangles.length; i += 3) {
            addPoints(mesh, placement, i, points);
        }
        return points.toArray(new double[0][]);
    }

    private static void addPoints(Mesh mesh, Placement placement, int triangle, List<double[]> points) {
        float[][] corner = new float[3][3];
        for (int k = 0; k < 3; k++) {
            for (int axis = 0; axis < 3; axis++) {
                corner[k][axis] = mesh.vertices[3 * mesh.triangles[triangle + k] + axis];
            }
        }
        double longest = 0;
        for (int k = 0; k < 3; k++) {
            float[] a = corner[k];
            float[] b = corner[(k + 1) % 3];
            longest = Math.max(
                    longest, Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2)));
        }
        int parts = Math.max(1, (int) Math.ceil(longest / 0.006));
        for (int u = 0; u <= parts; u++) {
            for (int v = 0; u + v <= parts; v++) {
                points.add(inBin(placement, corner, (double) u / parts, (double) v / parts));
            }
        }
    }

    private static double[] inBin(Placement placement, float[][] corner, double u, double v) {
        double[] p = new double[3];
        double[] world = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            p[axis] =
                    corner[0][axis] + u * (corner[1][axis] - corner[0][axis]) + v * (corner[2][axis] - corner[0][axis]);
        }
        for (int row = 0; row < 3; row++) {
            world[row] = placement.translation[row]
                    + placement.rotation[3 * row] * p[0]
                    + placement.rotation[3 * row + 1] * p[1]
                    + placement.rotation[3 * row + 2] * p[2];
        }
        return world;
    }

    private static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
