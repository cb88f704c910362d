package armfarm.policy.network;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;

/** Draws a coloured horizontal plane as the farm's over-the-shoulder camera sees it. */
public final class Picture {
    private static final int PIXELS = 128;

    private Picture() {}

    /** Brightness 0..255 of a point on the plane. */
    @FunctionalInterface
    public interface Color {
        double at(double xMeters, double yMeters, int channel);
    }

    /** At (-0.34, y, 0.62) looking at (0, 0, 0.02), field of view 30 degrees. */
    public static CameraInfo camera(double yMeters) {
        double[] position = {-0.34, yMeters, 0.62};
        double[] z = unit(new double[] {0.34, -yMeters, 0.02 - 0.62});
        double[] x = unit(cross(z, new double[] {0, 0, 1}));
        double[] y = cross(z, x);
        double focal = PIXELS / 2.0 / Math.tan(Math.toRadians(15));
        return new CameraInfo(PIXELS, PIXELS, focal, focal, PIXELS / 2.0, PIXELS / 2.0, pose(position, x, y, z));
    }

    public static RgbImage of(CameraInfo camera, double planeZMeters, Color color) {
        byte[] pixels = new byte[camera.widthPixels() * camera.heightPixels() * 3];
        Pose eye = camera.cameraInBase();
        for (int v = 0; v < camera.heightPixels(); v++) {
            for (int u = 0; u < camera.widthPixels(); u++) {
                double[] ray = eye.rotate(
                        (u + 0.5 - camera.cxPixels()) / camera.fxPixels(),
                        (v + 0.5 - camera.cyPixels()) / camera.fyPixels(),
                        1);
                double t = (planeZMeters - eye.zMeters()) / ray[2];
                for (int c = 0; c < 3; c++) {
                    double value = color.at(eye.xMeters() + t * ray[0], eye.yMeters() + t * ray[1], c);
                    pixels[(v * camera.widthPixels() + u) * 3 + c] =
                            (byte) (int) Math.max(0, Math.min(255, Math.round(value)));
                }
            }
        }
        return new RgbImage(camera.widthPixels(), camera.heightPixels(), pixels);
    }

    /** The rotation whose columns are x, y, z, as a quaternion; the camera looks down, so the largest term is not w. */
    private static Pose pose(double[] position, double[] x, double[] y, double[] z) {
        double qx = Math.sqrt(Math.max(0, 1 + x[0] - y[1] - z[2])) / 2;
        double qy = (x[1] + y[0]) / (4 * qx);
        double qz = (x[2] + z[0]) / (4 * qx);
        double qw = (y[2] - z[1]) / (4 * qx);
        return new Pose(position[0], position[1], position[2], qx, qy, qz, qw);
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    private static double[] unit(double[] a) {
        double norm = Math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
        return new double[] {a[0] / norm, a[1] / norm, a[2] / norm};
    }
}
