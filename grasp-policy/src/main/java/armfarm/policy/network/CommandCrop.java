package armfarm.policy.network;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import armfarm.policy.FeatureSpec;

/**
 * Cuts gripper-aligned pictures out of one image. What depends only on the camera is computed once, so that many grasps
 * on one image are cheap.
 *
 * <p>The centre of pixel (0, 0) is at image coordinates (0.5, 0.5), as {@link CameraInfo#scaledTo} implies; samples
 * beyond the border repeat the border. Immutable.
 */
final class CommandCrop {
    private final FeatureSpec spec;
    private final int width;
    private final int height;
    /** The image as floats [height, width, 3]: each pixel is read many times. */
    private final float[] pixels;
    /** float64 [3, 4] row-major: homogeneous pixel coordinates of a point in the base frame. */
    private final double[] projection;

    CommandCrop(FeatureSpec spec, RgbImage image, CameraInfo camera) {
        this.spec = spec;
        this.width = image.width();
        this.height = image.height();
        this.pixels = new float[image.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = image.pixels()[i] & 0xff;
        }
        CameraInfo scaled = camera.widthPixels() == image.width() && camera.heightPixels() == image.height()
                ? camera
                : camera.scaledTo(image.width(), image.height());
        this.projection = projection(scaled);
    }

    private static double[] projection(CameraInfo camera) {
        Pose baseInCamera = camera.cameraInBase().inverse();
        double[][] columns = {
            baseInCamera.rotate(1, 0, 0),
            baseInCamera.rotate(0, 1, 0),
            baseInCamera.rotate(0, 0, 1),
            {baseInCamera.xMeters(), baseInCamera.yMeters(), baseInCamera.zMeters()}
        };
        double[] p = new double[12];
        for (int i = 0; i < 4; i++) {
            p[i] = camera.fxPixels() * columns[i][0] + camera.cxPixels() * columns[i][2];
            p[4 + i] = camera.fyPixels() * columns[i][1] + camera.cyPixels() * columns[i][2];
            p[8 + i] = columns[i][2];
        }
        return p;
    }

    /** Writes uint8 [3, P, P], planes R, G, B, rows along gripper x, columns along gripper y. */
    void write(Pose graspInBase, byte[] out, int offset) {
        int size = spec.cropPixels();
        double step = 2 * spec.cropHalfExtentMeters() / size;
        double yaw = graspInBase.yawRadians();
        double rowX = step * Math.cos(yaw);
        double rowY = step * Math.sin(yaw);
        double middle = (size - 1) / 2.0;
        // A top-down gripper's y axis is (sin yaw, -cos yaw).
        double[] perRow = new double[3];
        double[] perColumn = new double[3];
        double[] corner = new double[3];
        for (int k = 0; k < 3; k++) {
            double px = projection[4 * k];
            double py = projection[4 * k + 1];
            perRow[k] = px * rowX + py * rowY;
            perColumn[k] = px * rowY - py * rowX;
            corner[k] = px * graspInBase.xMeters()
                    + py * graspInBase.yMeters()
                    + projection[4 * k + 2] * spec.cropPlaneZMeters()
                    + projection[4 * k + 3]
                    - middle * (perRow[k] + perColumn[k]);
        }
        for (int row = 0; row < size; row++) {
            sampleRow(corner, perColumn, out, offset + row * size);
            for (int k = 0; k < 3; k++) {
                corner[k] += perRow[k];
            }
        }
    }

    private void sampleRow(double[] start, double[] perColumn, byte[] out, int offset) {
        int size = spec.cropPixels();
        int plane = size * size;
        int rowLength = width * 3;
        for (int column = 0; column < size; column++) {
            double scale = 1 / (start[2] + column * perColumn[2]);
            float x = clamp((float) ((start[0] + column * perColumn[0]) * scale - 0.5), width - 1f);
            float y = clamp((float) ((start[1] + column * perColumn[1]) * scale - 0.5), height - 1f);
            int x0 = Math.min((int) x, width - 2);
            int y0 = Math.min((int) y, height - 2);
            float fx = x - x0;
            float fy = y - y0;
            float w11 = fx * fy;
            float w01 = fx - w11;
            float w10 = fy - w11;
            float w00 = 1 - fx - w10;
            int i = y0 * rowLength + x0 * 3;
            int below = i + rowLength;
            int to = offset + column;
            for (int c = 0; c < 3; c++) {
                float value = w00 * pixels[i + c]
                        + w01 * pixels[i + 3 + c]
                        + w10 * pixels[below + c]
                        + w11 * pixels[below + 3 + c];
                out[to + c * plane] = (byte) (int) (value + 0.5f);
            }
        }
    }

    private static float clamp(float value, float last) {
        return value < 0 ? 0 : Math.min(value, last);
    }
}
