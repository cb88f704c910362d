package armfarm.simulation;

import armfarm.drivers.kinematics.Rotations;
import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import java.util.SplittableRandom;

/** Where each arm's camera is: over the shoulder, with a small error of its own in position and direction. */
public final class CameraMount {
    private static final double[] POSITION = {-0.34, 0.16, 0.62};
    private static final double[] LOOKING_AT = {0, 0, 0.02};
    private static final double FIELD_OF_VIEW_RADIANS = Math.toRadians(30);
    private static final double POSITION_JITTER_METERS = 0.01;
    private static final double ANGLE_JITTER_RADIANS = Math.toRadians(1);
    private static final double MAX_SIGMAS = 2;

    private CameraMount() {}

    /** The camera of an arm. @param seed chooses the mounting error; 0 has none */
    public static CameraInfo camera(int widthPixels, int heightPixels, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] at = POSITION.clone();
        double[] tilt = new double[3];
        for (int i = 0; i < 3 && seed != 0; i++) {
            at[i] += POSITION_JITTER_METERS * jitter(random);
            tilt[i] = ANGLE_JITTER_RADIANS * jitter(random);
        }
        double fx = Math.min(widthPixels, heightPixels) / 2.0 / Math.tan(FIELD_OF_VIEW_RADIANS / 2);
        Pose exact = lookingAt(at, LOOKING_AT);
        Pose cameraInBin = exact.compose(smallTurn(tilt));
        return new CameraInfo(
                widthPixels,
                heightPixels,
                fx,
                fx,
                widthPixels / 2.0,
                heightPixels / 2.0,
                Bin.BIN_IN_BASE.compose(cameraInBin));
    }

    private static double jitter(SplittableRandom random) {
        return Math.max(-MAX_SIGMAS, Math.min(MAX_SIGMAS, random.nextGaussian()));
    }

    /** Optical frame: z to the target, x right (horizontal), y down. */
    private static Pose lookingAt(double[] from, double[] to) {
        double[] z = unit(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
        double[] x = unit(z[1], -z[0], 0);
        double[] y = {z[1] * x[2] - z[2] * x[1], z[2] * x[0] - z[0] * x[2], z[0] * x[1] - z[1] * x[0]};
        return Rotations.pose(
                from[0], from[1], from[2], new double[] {x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]});
    }

    private static Pose smallTurn(double[] vector) {
        double norm = Math.sqrt(1 + (vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]) / 4);
        return new Pose(0, 0, 0, vector[0] / 2 / norm, vector[1] / 2 / norm, vector[2] / 2 / norm, 1 / norm);
    }

    private static double[] unit(double x, double y, double z) {
        double length = Math.sqrt(x * x + y * y + z * z);
        return new double[] {x / length, y / length, z / length};
    }
}
