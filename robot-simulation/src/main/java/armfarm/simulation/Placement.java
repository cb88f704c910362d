package armfarm.simulation;

import com.jme3.math.Quaternion;
import com.jme3.math.Vector3f;

/** Where a mesh is: rotation (row-major) and translation, metres in the bin frame. Reused, not thread-safe. */
final class Placement {
    final float[] rotation = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    final float[] translation = new float[3];

    Placement at(double x, double y, double z) {
        translation[0] = (float) x;
        translation[1] = (float) y;
        translation[2] = (float) z;
        return this;
    }

    Placement yaw(double radians) {
        float c = (float) Math.cos(radians);
        float s = (float) Math.sin(radians);
        return rows(c, -s, 0, s, c, 0, 0, 0, 1);
    }

    Placement of(Vector3f location, Quaternion q) {
        float x = q.getX();
        float y = q.getY();
        float z = q.getZ();
        float w = q.getW();
        rows(
                1 - 2 * (y * y + z * z),
                2 * (x * y - w * z),
                2 * (x * z + w * y),
                2 * (x * y + w * z),
                1 - 2 * (x * x + z * z),
                2 * (y * z - w * x),
                2 * (x * z - w * y),
                2 * (y * z + w * x),
                1 - 2 * (x * x + y * y));
        return at(location.x, location.y, location.z);
    }

    /** Centre between two points, z axis from the first to the second. */
    Placement between(double[] from, double[] to) {
        double x = to[0] - from[0];
        double y = to[1] - from[1];
        double z = to[2] - from[2];
        double length = Math.sqrt(x * x + y * y + z * z);
        x /= length;
        y /= length;
        z /= length;
        double flat = Math.hypot(x, y);
        double ux = flat < 1e-6 ? 1 : -y / flat;
        double uy = flat < 1e-6 ? 0 : x / flat;
        // u is horizontal, v = direction x u completes a right-handed frame (u, v, direction).
        rows(
                (float) ux,
                (float) (-z * uy),
                (float) x,
                (float) uy,
                (float) (z * ux),
                (float) y,
                0,
                (float) (x * uy - y * ux),
                (float) z);
        return at((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2);
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    Placement rows(float a, float b, float c, float d, float e, float f, float g, float h, float i) {
        float[] r = rotation;
        r[0] = a;
        r[1] = b;
        r[2] = c;
        r[3] = d;
        r[4] = e;
        r[5] = f;
        r[6] = g;
        r[7] = h;
        r[8] = i;
        return this;
    }
}
