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
    private static final int LANE_BITS = 21;
    /** A colour of 8 bits times a weight of at most 2^12 fits a lane. */
    private static final int WEIGHT_BITS = 12;

    private static final int ONE = 1 << WEIGHT_BITS;
    private static final long HALF = (long) ONE / 2 * (1 + (1L << LANE_BITS) + (1L << (2 * LANE_BITS)));

    private final FeatureSpec spec;
    private final int width;
    private final int height;
    /** The image, int64 [height, width]: the three colours of a pixel in lanes of 21 bits, weighed by one multiplication. */
    private final long[] pixels;
    /** float64 [3, 4] row-major: homogeneous pixel coordinates of a point in the base frame. */
    private final double[] projection;

    CommandCrop(FeatureSpec spec, RgbImage image, CameraInfo camera) {
        this.spec = spec;
        this.width = image.width();
        this.height = image.height();
        this.pixels = packed(image);
        CameraInfo scaled = camera.widthPixels() == image.width() && camera.heightPixels() == image.height()
                ? camera
                : camera.scaledTo(image.width(), image.height());
        this.projection = projection(scaled);
    }

    private static long[] packed(RgbImage image) {
        byte[] rgb = image.pixels();
        long[] packed = new long[image.width() * image.height()];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = (rgb[3 * i] & 0xffL)
                    | (rgb[3 * i + 1] & 0xffL) << LANE_BITS
                    | (rgb[3 * i + 2] & 0xffL) << (2 * LANE_BITS);
        }
        return packed;
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
        float[] x = new float[size];
        float[] y = new float[size];
        for (int row = 0; row < size; row++) {
            project(corner, perColumn, x, y);
            sample(x, y, out, offset + row * size);
            for (int k = 0; k < 3; k++) {
                corner[k] += perRow[k];
            }
        }
    }

    /** Image coordinates of one row of the crop; a loop of its own, so that the compiler can do several at once. */
    private void project(double[] start, double[] perColumn, float[] x, float[] y) {
        float startX = (float) start[0];
        float startY = (float) start[1];
        float startZ = (float) start[2];
        float stepX = (float) perColumn[0];
        float stepY = (float) perColumn[1];
        float stepZ = (float) perColumn[2];
        float lastX = width - 1;
        float lastY = height - 1;
        for (int column = 0; column < x.length; column++) {
            float scale = 1 / (startZ + column * stepZ);
            x[column] = Math.max(0, Math.min(lastX, (startX + column * stepX) * scale - 0.5f));
            y[column] = Math.max(0, Math.min(lastY, (startY + column * stepY) * scale - 0.5f));
        }
    }

    private void sample(float[] x, float[] y, byte[] out, int offset) {
        int plane = x.length * x.length;
        for (int column = 0; column < x.length; column++) {
            int x0 = Math.min((int) x[column], width - 2);
            int y0 = Math.min((int) y[column], height - 2);
            int fx = (int) ((x[column] - x0) * ONE);
            int fy = (int) ((y[column] - y0) * ONE);
            int both = (fx * fy) >> WEIGHT_BITS;
            int i = y0 * width + x0;
            long mixed = pixels[i] * (ONE - fx - fy + both)
                    + pixels[i + 1] * (fx - both)
                    + pixels[i + width] * (fy - both)
                    + pixels[i + width + 1] * both
                    + HALF;
            int to = offset + column;
            out[to] = (byte) (mixed >> WEIGHT_BITS);
            out[to + plane] = (byte) (mixed >> (WEIGHT_BITS + LANE_BITS));
            out[to + 2 * plane] = (byte) (mixed >> (WEIGHT_BITS + 2 * LANE_BITS));
        }
    }
}
