package armfarm.policy.network;

import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.Pose;
import armfarm.policy.FeatureSpec;
import armfarm.policy.HeightSpec;
import java.util.Arrays;

/**
 * Heights of a scene in the base frame, seen from above: made once of a depth image, so that each of many grasps is a look-up. A cell
 * holds the highest point in it; one that the camera does not see takes the lowest height beside it, from all sides inwards, as in the
 * measured recipe (docs/results.md, "Depth"). Immutable.
 */
final class HeightMap {
    private static final float UNSEEN = Float.NEGATIVE_INFINITY;
    /** A choice: bounds the time for a camera of few pixels, whose cells are then filled like unseen ones. */
    private static final int MOST_STEPS = 8;

    private final FeatureSpec spec;
    private final HeightSpec height;
    private final int rows;
    private final int columns;
    private final double cornerXMeters;
    private final double cornerYMeters;
    /** float32 [rows, columns], metres in the base frame; rows along x, columns along y. */
    private final float[] heights;

    /** @param spec with heights */
    HeightMap(FeatureSpec spec, DepthImage depth, CameraInfo camera) {
        this.spec = spec;
        this.height = spec.height();
        this.rows = (int) Math.ceil(2 * height.reachXMeters() / height.cellMeters());
        this.columns = (int) Math.ceil(2 * height.reachYMeters() / height.cellMeters());
        this.cornerXMeters = spec.centerXMeters() - rows * height.cellMeters() / 2;
        this.cornerYMeters = spec.centerYMeters() - columns * height.cellMeters() / 2;
        this.heights = new float[rows * columns];
        Arrays.fill(heights, UNSEEN);
        draw(depth, camera.scaledTo(depth.width(), depth.height()));
        fillUnseen();
    }

    /** Whether the camera saw nothing at all within reach. */
    boolean isEmpty() {
        return heights[0] == UNSEEN;
    }

    private void draw(DepthImage depth, CameraInfo camera) {
        int width = depth.width();
        float[][] points = points(depth, camera);
        for (int v = 0; v < depth.height(); v++) {
            for (int u = 0; u < width; u++) {
                int at = v * width + u;
                if (depth.millimeters()[at] == DepthImage.NONE) {
                    continue;
                }
                raise(points[0][at], points[1][at], points[2][at]);
                if (v + 1 < depth.height() && u + 1 < width && isOneSurface(depth, at)) {
                    drawBetween(points, at, width);
                }
            }
        }
    }

    /** float32 [3][pixels]: x, y and z in the base frame, in metres, of what each pixel's centre sees. */
    private static float[][] points(DepthImage depth, CameraInfo camera) {
        Pose eye = camera.cameraInBase();
        double[] right = eye.rotate(1, 0, 0);
        double[] down = eye.rotate(0, 1, 0);
        double[] ahead = eye.rotate(0, 0, 1);
        double[] position = {eye.xMeters(), eye.yMeters(), eye.zMeters()};
        float[][] points = new float[3][depth.width() * depth.height()];
        int at = 0;
        for (int v = 0; v < depth.height(); v++) {
            double y = (v + 0.5 - camera.cyPixels()) / camera.fyPixels();
            for (int u = 0; u < depth.width(); u++, at++) {
                double x = (u + 0.5 - camera.cxPixels()) / camera.fxPixels();
                double z = depth.meters(u, v);
                for (int k = 0; k < 3; k++) {
                    points[k][at] = (float) (position[k] + z * (x * right[k] + y * down[k] + ahead[k]));
                }
            }
        }
        return points;
    }

    /** Of a pixel and its neighbours to the right and below, all four. */
    private boolean isOneSurface(DepthImage depth, int at) {
        int nearest = Integer.MAX_VALUE;
        int farthest = 0;
        for (int corner : new int[] {at, at + 1, at + depth.width(), at + depth.width() + 1}) {
            int found = depth.millimeters()[corner] & 0xffff;
            nearest = Math.min(nearest, found);
            farthest = Math.max(farthest, found);
        }
        return nearest > 0 && farthest - nearest < 1000 * height.gapMeters();
    }

    /** Points between four pixels, so close that no cell between them stays empty. */
    private void drawBetween(float[][] p, int at, int width) {
        int[] corners = {at, at + 1, at + width, at + width + 1};
        int steps = 1;
        for (int corner : corners) {
            double away = Math.max(Math.abs(p[0][corner] - p[0][at]), Math.abs(p[1][corner] - p[1][at]));
            steps = Math.max(steps, (int) Math.ceil(away / height.cellMeters()));
        }
        steps = Math.min(steps, MOST_STEPS);
        for (int i = 0; i < steps; i++) {
            float below = (float) i / steps;
            for (int j = i == 0 ? 1 : 0; j < steps; j++) {
                float right = (float) j / steps;
                raise(
                        between(p[0], corners, right, below),
                        between(p[1], corners, right, below),
                        between(p[2], corners, right, below));
            }
        }
    }

    private static float between(float[] values, int[] corners, float right, float below) {
        float upper = values[corners[0]] + right * (values[corners[1]] - values[corners[0]]);
        float lower = values[corners[2]] + right * (values[corners[3]] - values[corners[2]]);
        return upper + below * (lower - upper);
    }

    private void raise(float x, float y, float z) {
        double row = (x - cornerXMeters) / height.cellMeters();
        double column = (y - cornerYMeters) / height.cellMeters();
        if (row >= 0 && column >= 0 && row < rows && column < columns) {
            int cell = ((int) row) * columns + (int) column;
            heights[cell] = Math.max(heights[cell], z);
        }
    }

    private void fillUnseen() {
        int[] edge = new int[heights.length];
        boolean[] waits = new boolean[heights.length];
        int size = 0;
        for (int cell = 0; cell < heights.length; cell++) {
            if (heights[cell] == UNSEEN && lowestBeside(cell) != UNSEEN) {
                edge[size++] = cell;
                waits[cell] = true;
            }
        }
        float[] found = new float[heights.length];
        for (int begin = 0, end = size; begin < end; begin = end, end = size) {
            for (int i = begin; i < end; i++) {
                found[i] = lowestBeside(edge[i]);
            }
            for (int i = begin; i < end; i++) {
                heights[edge[i]] = found[i];
            }
            for (int i = begin; i < end; i++) {
                for (int beside : beside(edge[i])) {
                    if (heights[beside] == UNSEEN && !waits[beside]) {
                        edge[size++] = beside;
                        waits[beside] = true;
                    }
                }
            }
        }
    }

    private float lowestBeside(int cell) {
        float lowest = Float.POSITIVE_INFINITY;
        for (int beside : beside(cell)) {
            if (heights[beside] != UNSEEN) {
                lowest = Math.min(lowest, heights[beside]);
            }
        }
        return lowest == Float.POSITIVE_INFINITY ? UNSEEN : lowest;
    }

    /** Four cells; at the border the cell itself stands for those that are not there. */
    private int[] beside(int cell) {
        int row = cell / columns;
        int column = cell % columns;
        return new int[] {
            row > 0 ? cell - columns : cell,
            row < rows - 1 ? cell + columns : cell,
            column > 0 ? cell - 1 : cell,
            column < columns - 1 ? cell + 1 : cell
        };
    }

    /** Writes uint8 [P, P], levels of {@link HeightSpec}, rows along gripper x, columns along gripper y. */
    void write(Pose graspInBase, byte[] out, int offset) {
        int size = spec.cropPixels();
        double step = 2 * spec.cropHalfExtentMeters() / size / height.cellMeters();
        double alongX = step * Math.cos(graspInBase.yawRadians());
        double alongY = step * Math.sin(graspInBase.yawRadians());
        double middle = (size - 1) / 2.0;
        double x = (graspInBase.xMeters() - cornerXMeters) / height.cellMeters() - middle * (alongX + alongY);
        double y = (graspInBase.yMeters() - cornerYMeters) / height.cellMeters() - middle * (alongY - alongX);
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                // A top-down gripper's y axis is (sin yaw, -cos yaw).
                int i = clamp(x + row * alongX + column * alongY, rows);
                int j = clamp(y + row * alongY - column * alongX, columns);
                out[offset + row * size + column] = height.level(heights[i * columns + j] - graspInBase.zMeters());
            }
        }
    }

    private static int clamp(double index, int size) {
        return Math.max(0, Math.min(size - 1, (int) index));
    }
}
