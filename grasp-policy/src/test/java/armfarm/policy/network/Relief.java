package armfarm.policy.network;

import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.Pose;

/** What an ideal depth camera sees of a surface over the base frame's plane z = 0. */
public final class Relief {
    /** Shorter than the millimetre of a depth image. */
    private static final double STEP_METERS = 0.0004;

    private Relief() {}

    /** Height of the surface above the plane, at most 0.1 m. */
    @FunctionalInterface
    public interface Surface {
        double at(double xMeters, double yMeters);
    }

    /** A box of that height, wherever it is turned, on a floor at height 0. */
    public static Surface box(
            Pose centerInBase, double halfAlongXMeters, double halfAlongYMeters, double heightMeters) {
        Pose baseInBox = centerInBase.inverse();
        return (x, y) -> {
            double[] turned = baseInBox.rotate(x, y, 0);
            return Math.abs(turned[0] + baseInBox.xMeters()) < halfAlongXMeters
                            && Math.abs(turned[1] + baseInBox.yMeters()) < halfAlongYMeters
                    ? heightMeters
                    : 0;
        };
    }

    public static DepthImage of(CameraInfo camera, Surface surface) {
        short[] millimeters = new short[camera.widthPixels() * camera.heightPixels()];
        Pose eye = camera.cameraInBase();
        for (int i = 0; i < millimeters.length; i++) {
            int row = i / camera.widthPixels();
            double[] ray = eye.rotate(
                    (i % camera.widthPixels() + 0.5 - camera.cxPixels()) / camera.fxPixels(),
                    (row + 0.5 - camera.cyPixels()) / camera.fyPixels(),
                    1);
            double t = (0.1 - eye.zMeters()) / ray[2];
            while (eye.zMeters() + t * ray[2] > surface.at(eye.xMeters() + t * ray[0], eye.yMeters() + t * ray[1])) {
                t += STEP_METERS;
            }
            millimeters[i] = DepthImage.ofMeters(t);
        }
        return new DepthImage(camera.widthPixels(), camera.heightPixels(), millimeters);
    }
}
