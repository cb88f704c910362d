package armfarm.simulation;

import armfarm.drivers.kinematics.Rotations;
import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/**
 * The camera of a simulated arm: a software rasteriser with one directional light and its shadows. The bin never moves, so
 * its depth, texture and shading are drawn once; a picture draws only what moves and then lights every pixel once.
 *
 * <p>Use: {@link #begin}, {@link #draw} per thing, {@link #finish}. Confined to one thread: all buffers are reused.
 */
final class SimulatedCamera {
    private static final int SHADOW_SIZE = 256;
    private static final float SHADOW_HALF_METERS = 0.28f;
    private static final float SHADOW_BIAS_METERS = 0.004f;
    private static final float AMBIENT = 0.42f;
    private static final float DIFFUSE = 0.62f;
    /** From the far left corner of the bin, so that an arm beside it at the right throws no shadow in. */
    private static final float[] TOWARDS_LIGHT = unit(0.35f, 0.40f, 0.85f);

    private final CameraInfo info;
    private final Raster picture;
    private final Raster shadow;
    private final float[] emptyShadowDepth;
    private final float[] emptyDepth;
    private final float[] emptyLight;
    private final int[] emptyRgb;
    /** Per pixel, what one metre of view depth adds to the shadow map's column, row and height towards the light. */
    private final float[] ray;

    private final float[] origin = new float[3];

    SimulatedCamera(CameraInfo info) {
        this.info = info;
        picture = new Raster(info.widthPixels(), info.heightPixels(), true, focal(info), viewOf(info));
        float pixelsPerMeter = SHADOW_SIZE / 2 / SHADOW_HALF_METERS;
        float[] parallel = {pixelsPerMeter, pixelsPerMeter, SHADOW_SIZE / 2f, SHADOW_SIZE / 2f};
        float[] lightView = lightView();
        shadow = new Raster(SHADOW_SIZE, SHADOW_SIZE, false, parallel, lightView);
        ray = new float[3 * picture.depth.length];
        fillRays(lightView, pixelsPerMeter);
        Arrays.fill(shadow.depth, -10);
        drawBin();
        emptyShadowDepth = shadow.depth.clone();
        emptyDepth = picture.depth.clone();
        emptyLight = picture.light.clone();
        emptyRgb = picture.rgb.clone();
    }

    CameraInfo info() {
        return info;
    }

    /** Starts a picture with the empty bin. */
    void begin() {
        System.arraycopy(emptyDepth, 0, picture.depth, 0, emptyDepth.length);
        System.arraycopy(emptyLight, 0, picture.light, 0, emptyLight.length);
        System.arraycopy(emptyRgb, 0, picture.rgb, 0, emptyRgb.length);
        System.arraycopy(emptyShadowDepth, 0, shadow.depth, 0, emptyShadowDepth.length);
    }

    /** Draws a thing. @param rgb 0xRRGGBB */
    void draw(Mesh mesh, Placement placement, int rgb) {
        picture.draw(mesh, placement, rgb, TOWARDS_LIGHT);
        shadow.draw(mesh, placement, rgb, TOWARDS_LIGHT);
    }

    /** Lights the picture. */
    RgbImage finish() {
        byte[] pixels = new byte[3 * picture.depth.length];
        for (int i = 0; i < picture.depth.length; i++) {
            float light = picture.light[i];
            float intensity = AMBIENT;
            if (light > 0) {
                float z = 1 / picture.depth[i];
                intensity += DIFFUSE
                        * light
                        * lit(
                                origin[0] + z * ray[3 * i],
                                origin[1] + z * ray[3 * i + 1],
                                origin[2] + z * ray[3 * i + 2] + SHADOW_BIAS_METERS);
            }
            int rgb = picture.rgb[i];
            pixels[3 * i] = channel((rgb >> 16 & 255) * intensity);
            pixels[3 * i + 1] = channel((rgb >> 8 & 255) * intensity);
            pixels[3 * i + 2] = channel((rgb & 255) * intensity);
        }
        return new RgbImage(picture.width, picture.height, pixels);
    }

    /**
     * What a depth camera in the same place sees of the picture that was drawn last.
     *
     * @param noiseMeters asked once a pixel, row by row, for what it measures too much
     */
    DepthImage depth(DoubleSupplier noiseMeters) {
        short[] millimeters = new short[picture.depth.length];
        for (int i = 0; i < millimeters.length; i++) {
            double meters = 1 / picture.depth[i]; // where nothing was drawn 1/0, which is out of range
            millimeters[i] = DepthImage.ofMeters(meters + noiseMeters.getAsDouble());
        }
        return new DepthImage(picture.width, picture.height, millimeters);
    }

    /** Share of the light that reaches a point, from the four nearest cells of the shadow map. */
    private float lit(float column, float row, float height) {
        float x = column - 0.5f;
        float y = row - 0.5f;
        if (!(x >= 0 && y >= 0 && x < SHADOW_SIZE - 1 && y < SHADOW_SIZE - 1)) {
            return 1;
        }
        int left = (int) x;
        int top = (int) y;
        float fx = x - left;
        float fy = y - top;
        int cell = top * SHADOW_SIZE + left;
        float[] depth = shadow.depth;
        float upper = (depth[cell] <= height ? 1 - fx : 0) + (depth[cell + 1] <= height ? fx : 0);
        cell += SHADOW_SIZE;
        float lower = (depth[cell] <= height ? 1 - fx : 0) + (depth[cell + 1] <= height ? fx : 0);
        return upper * (1 - fy) + lower * fy;
    }

    private static byte channel(float value) {
        return (byte) Math.min(255, (int) value);
    }

    private void drawBin() {
        Placement placement = new Placement();
        // In tiles: a triangle that reaches behind the camera is not drawn at all.
        Mesh tile = Mesh.box(0.1, 0.1, 0.05);
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 20; j++) {
                draw(tile, placement.at(0.2 * (i - 9.5), 0.2 * (j - 9.5), -0.05), 0xBEB49A);
            }
        }
        for (int side = 0; side < 4; side++) {
            wallPlacement(placement, side);
            draw(Mesh.box(Bin.WALL_LENGTH / 2, Bin.WALL_HALF_WIDTH, Bin.WALL_THICKNESS / 2), placement, 0x7F8894);
        }
        texture();
    }

    private static void wallPlacement(Placement placement, int side) {
        double angle = side * Math.PI / 2;
        float c = (float) Math.cos(angle);
        float s = (float) Math.sin(angle);
        float ct = (float) Math.cos(Bin.WALL_ANGLE_RADIANS);
        float st = (float) Math.sin(Bin.WALL_ANGLE_RADIANS);
        placement
                .rows(c * ct, -s, -c * st, s * ct, c, -s * st, st, 0, ct)
                .at(c * Bin.wallCentreOut(), s * Bin.wallCentreOut(), Bin.wallCentreUp());
    }

    /** Varies the brightness of the empty bin in cells of 8 mm. */
    private void texture() {
        double[] r = Rotations.matrix(info.cameraInBase());
        Pose at = Bin.BIN_IN_BASE.inverse().compose(info.cameraInBase());
        for (int i = 0; i < picture.depth.length; i++) {
            double z = 1 / picture.depth[i];
            double x = (column(i) - info.cxPixels()) / info.fxPixels() * z;
            double y = (row(i) - info.cyPixels()) / info.fyPixels() * z;
            long cellX = cell(at.xMeters() + r[0] * x + r[1] * y + r[2] * z);
            long cellY = cell(at.yMeters() + r[3] * x + r[4] * y + r[5] * z);
            long cellZ = cell(at.zMeters() + r[6] * x + r[7] * y + r[8] * z + 0.002);
            long hash = (cellX * 73_856_093L ^ cellY * 19_349_663L ^ cellZ * 83_492_791L) * 0x9E3779B97F4A7C15L;
            double factor = 0.86 + 0.22 * (hash >>> 40) / (1 << 24);
            int rgb = picture.rgb[i];
            picture.rgb[i] = (int) ((rgb >> 16 & 255) * factor) << 16
                    | (int) ((rgb >> 8 & 255) * factor) << 8
                    | (int) ((rgb & 255) * factor);
        }
    }

    private double column(int pixel) {
        return pixel % picture.width + 0.5;
    }

    private double row(int pixel) {
        int row = pixel / picture.width;
        return row + 0.5;
    }

    private static long cell(double meters) {
        return (long) Math.floor(meters / 0.008);
    }

    private void fillRays(float[] light, float pixelsPerMeter) {
        double[] r = Rotations.matrix(info.cameraInBase());
        Pose at = Bin.BIN_IN_BASE.inverse().compose(info.cameraInBase());
        float[] scale = {pixelsPerMeter, pixelsPerMeter, 1};
        float[] shift = {SHADOW_SIZE / 2f, SHADOW_SIZE / 2f, 0};
        for (int k = 0; k < 3; k++) {
            float lx = light[3 * k] * scale[k];
            float ly = light[3 * k + 1] * scale[k];
            float lz = light[3 * k + 2] * scale[k];
            origin[k] = (float) (lx * at.xMeters() + ly * at.yMeters() + lz * at.zMeters()) + shift[k];
            for (int i = 0; i < picture.depth.length; i++) {
                double x = (column(i) - info.cxPixels()) / info.fxPixels();
                double y = (row(i) - info.cyPixels()) / info.fyPixels();
                ray[3 * i + k] = (float) (lx * (r[0] * x + r[1] * y + r[2])
                        + ly * (r[3] * x + r[4] * y + r[5])
                        + lz * (r[6] * x + r[7] * y + r[8]));
            }
        }
    }

    private static float[] focal(CameraInfo info) {
        return new float[] {
            (float) info.fxPixels(), (float) info.fyPixels(), (float) info.cxPixels(), (float) info.cyPixels()
        };
    }

    private static float[] viewOf(CameraInfo info) {
        Pose binInCamera = info.cameraInBase().inverse().compose(Bin.BIN_IN_BASE);
        double[] r = Rotations.matrix(binInCamera);
        float[] view = new float[12];
        for (int i = 0; i < 9; i++) {
            view[i] = (float) r[i];
        }
        view[9] = (float) binInCamera.xMeters();
        view[10] = (float) binInCamera.yMeters();
        view[11] = (float) binInCamera.zMeters();
        return view;
    }

    /** Rows: column, row and height towards the light; column, row, -height is right-handed as in a camera. */
    private static float[] lightView() {
        float[] l = TOWARDS_LIGHT;
        float[] column = unit(-l[1], l[0], 0);
        float[] row = {
            -(l[1] * column[2] - l[2] * column[1]),
            -(l[2] * column[0] - l[0] * column[2]),
            -(l[0] * column[1] - l[1] * column[0])
        };
        return new float[] {column[0], column[1], column[2], row[0], row[1], row[2], l[0], l[1], l[2], 0, 0, 0};
    }

    private static float[] unit(float x, float y, float z) {
        float length = (float) Math.sqrt(x * x + y * y + z * z);
        return new float[] {x / length, y / length, z / length};
    }
}
