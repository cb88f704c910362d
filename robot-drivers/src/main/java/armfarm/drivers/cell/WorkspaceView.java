package armfarm.drivers.cell;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.messages.cell.WorkspaceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a cell's workspace is in its camera's image, by the hand-eye calibration. One in degrees, in millimetres, inverted or
 * of another camera puts it elsewhere. Stateless.
 */
public final class WorkspaceView {
    /** No lens that is straightened sees further to the side. */
    private static final double MAX_AXIS_DEGREES = 80;

    /** No arm works that far from its camera; a pose in millimetres is further. */
    private static final double MAX_METERS = 10;

    private WorkspaceView() {}

    /** How a wrong calibration comes about, for messages. */
    public static final String ADVICE =
            "expected metres and radians, of the camera's optical frame (x right, y down, z into"
                    + " the scene) in the base frame; one in millimetres or degrees, or the inverse of it, looks like this";

    /** @return which corners the image does not show; empty if it shows all */
    public static Optional<String> outside(CameraInfo camera, WorkspaceLimits workspace) {
        List<String> outside = new ArrayList<>();
        for (double[] corner : corners(workspace)) {
            place(camera, corner).ifPresent(outside::add);
        }
        return outside.isEmpty()
                ? Optional.empty()
                : Optional.of(outside.size() + " of the workspace's 8 corners are not in the image of "
                        + camera.widthPixels() + " x " + camera.heightPixels() + " pixels: " + outside.get(0));
    }

    /** @return where the workspace's middle is, if the image does not show it */
    public static Optional<String> middleOutside(CameraInfo camera, WorkspaceLimits workspace) {
        return place(camera, middle(workspace));
    }

    /** Without knowing the lens. @return in which direction the workspace's middle is, if the camera looks away from it */
    public static Optional<String> lookedAwayFrom(Pose cameraInBase, WorkspaceLimits workspace) {
        double[] middle = middle(workspace);
        double[] seen = inCamera(cameraInBase, middle);
        double meters = Math.sqrt(seen[0] * seen[0] + seen[1] * seen[1] + seen[2] * seen[2]);
        double degrees = Math.toDegrees(Math.acos(seen[2] / meters));
        return degrees <= MAX_AXIS_DEGREES
                ? Optional.empty()
                : Optional.of(text(
                        "the camera looks away from the workspace: its middle, %s, is %.0f degrees off the camera's axis,"
                                + " %.2f m away",
                        point(middle), degrees, meters));
    }

    /** @return where the point is, if not in the image */
    private static Optional<String> place(CameraInfo camera, double[] inBase) {
        double[] seen = inCamera(camera.cameraInBase(), inBase);
        if (!(seen[2] > 0)) {
            return Optional.of(text("%s is behind the camera", point(inBase)));
        }
        if (seen[2] > MAX_METERS) {
            return Optional.of(text("%s is %.1f m before the camera", point(inBase), seen[2]));
        }
        double u = camera.cxPixels() + camera.fxPixels() * seen[0] / seen[2];
        double v = camera.cyPixels() + camera.fyPixels() * seen[1] / seen[2];
        boolean inside = u >= 0 && u <= camera.widthPixels() && v >= 0 && v <= camera.heightPixels();
        return inside ? Optional.empty() : Optional.of(text("%s would be at pixel %.0f, %.0f", point(inBase), u, v));
    }

    private static double[] inCamera(Pose cameraInBase, double[] inBase) {
        Pose baseInCamera = cameraInBase.inverse();
        double[] turned = baseInCamera.rotate(inBase[0], inBase[1], inBase[2]);
        return new double[] {
            turned[0] + baseInCamera.xMeters(), turned[1] + baseInCamera.yMeters(), turned[2] + baseInCamera.zMeters()
        };
    }

    private static double[] middle(WorkspaceLimits w) {
        return new double[] {
            (w.minXMeters() + w.maxXMeters()) / 2,
            (w.minYMeters() + w.maxYMeters()) / 2,
            (w.minZMeters() + w.maxZMeters()) / 2
        };
    }

    private static List<double[]> corners(WorkspaceLimits w) {
        List<double[]> corners = new ArrayList<>();
        for (double x : new double[] {w.minXMeters(), w.maxXMeters()}) {
            for (double y : new double[] {w.minYMeters(), w.maxYMeters()}) {
                for (double z : new double[] {w.minZMeters(), w.maxZMeters()}) {
                    corners.add(new double[] {x, y, z});
                }
            }
        }
        return corners;
    }

    private static String point(double[] p) {
        return text("x %.3f y %.3f z %.3f m", p[0], p[1], p[2]);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
