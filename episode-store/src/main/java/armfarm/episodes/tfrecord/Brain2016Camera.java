package armfarm.episodes.tfrecord;

import armfarm.episodes.imports.UnusableRecord;
import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import java.util.Optional;

/** A camera as matrices, row by row. Stateless. */
final class Brain2016Camera {
    /** Of single precision, with what a calibration leaves. */
    private static final double MAX_ROTATION_ERROR = 1e-3;

    private Brain2016Camera() {}

    /** Focal lengths and centre. */
    record Intrinsics(double fxPixels, double fyPixels, double cxPixels, double cyPixels) {}

    static void write(CameraInfo camera, FeatureMap features) {
        // transposed, as in the original: the principal point is in the last row
        features.floats(
                Brain2016Keys.INTRINSICS,
                camera.fxPixels(),
                0,
                0,
                0,
                camera.fyPixels(),
                0,
                camera.cxPixels(),
                camera.cyPixels(),
                1);
        features.floats(
                Brain2016Keys.BASE_IN_CAMERA, matrix44(camera.cameraInBase().inverse()));
    }

    /** Empty where the record has none; takes both ways of writing the matrix, which tell themselves apart by their zeros. */
    static Optional<Intrinsics> intrinsics(FeatureReader features) throws UnusableRecord {
        Optional<double[]> matrix = features.floats(Brain2016Keys.INTRINSICS, 9);
        if (matrix.isPresent() && (matrix.get()[0] < 0 || matrix.get()[4] < 0)) {
            throw new UnusableRecord(Brain2016Keys.INTRINSICS + " has a focal length below 0");
        }
        return matrix.map(m -> {
            boolean transposed = m[2] == 0 && m[5] == 0;
            return new Intrinsics(m[0], m[4], transposed ? m[6] : m[2], transposed ? m[7] : m[5]);
        });
    }

    /** Empty where the record has none. */
    static Optional<Pose> cameraInBase(FeatureReader features) throws UnusableRecord {
        Optional<double[]> matrix = features.floats(Brain2016Keys.BASE_IN_CAMERA, 16);
        if (matrix.isEmpty()) {
            return Optional.empty();
        }
        double[] m = matrix.get();
        double[] q = quaternion(m);
        try {
            Pose baseInCamera = new Pose(m[3], m[7], m[11], q[0], q[1], q[2], q[3]);
            if (rotationError(matrix44(baseInCamera), m) <= MAX_ROTATION_ERROR) {
                return Optional.of(baseInCamera.inverse());
            }
        } catch (IllegalArgumentException e) {
            throw noRotation(e);
        }
        throw noRotation(null);
    }

    private static UnusableRecord noRotation(Exception cause) {
        UnusableRecord reason = new UnusableRecord(Brain2016Keys.BASE_IN_CAMERA
                + " is no pose, expected a rotation and a translation with the translation in the last column");
        reason.initCause(cause);
        return reason;
    }

    /** Row by row, with the translation in the last column. */
    private static double[] matrix44(Pose pose) {
        double[] x = pose.rotate(1, 0, 0);
        double[] y = pose.rotate(0, 1, 0);
        double[] z = pose.rotate(0, 0, 1);
        return new double[] {
            x[0],
            y[0],
            z[0],
            pose.xMeters(),
            x[1],
            y[1],
            z[1],
            pose.yMeters(),
            x[2],
            y[2],
            z[2],
            pose.zMeters(),
            0,
            0,
            0,
            1
        };
    }

    /** x y z w of the rotation in the upper left. Source: Shepperd 1978, the largest of the four components first. */
    private static double[] quaternion(double[] m) {
        double trace = m[0] + m[5] + m[10];
        if (trace > 0) {
            double s = 2 * Math.sqrt(trace + 1);
            return new double[] {(m[9] - m[6]) / s, (m[2] - m[8]) / s, (m[4] - m[1]) / s, s / 4};
        } else if (m[0] >= m[5] && m[0] >= m[10]) {
            double s = 2 * Math.sqrt(1 + m[0] - m[5] - m[10]);
            return new double[] {s / 4, (m[1] + m[4]) / s, (m[2] + m[8]) / s, (m[9] - m[6]) / s};
        } else if (m[5] >= m[10]) {
            double s = 2 * Math.sqrt(1 + m[5] - m[0] - m[10]);
            return new double[] {(m[1] + m[4]) / s, s / 4, (m[6] + m[9]) / s, (m[2] - m[8]) / s};
        }
        double s = 2 * Math.sqrt(1 + m[10] - m[0] - m[5]);
        return new double[] {(m[2] + m[8]) / s, (m[6] + m[9]) / s, s / 4, (m[4] - m[1]) / s};
    }

    private static double rotationError(double[] expected, double[] found) {
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            error = Math.max(error, Math.abs(expected[i] - found[i]));
        }
        return error;
    }
}
