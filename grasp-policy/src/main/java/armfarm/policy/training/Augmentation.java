package armfarm.policy.training;

import armfarm.policy.FeatureSpec;
import armfarm.policy.HeightSpec;
import armfarm.policy.network.FeatureBatch;
import armfarm.policy.network.Mirror;
import java.util.random.RandomGenerator;

/**
 * A random variant of an example at each draw: one of four mirrors, moved a little, colour channels in any order, contrast
 * and brightness. Heights are mirrored alike, and lie a little higher or lower. It keeps the search from finding the network's errors. Immutable.
 *
 * <p>Source: the measured recipe. Without any of it the network predicted 0.97 where it reached 0.62
 * (docs/decisions/network-input.md).
 */
final class Augmentation {
    private static final int[][] CHANNEL_ORDERS = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    // Choices: light that is a little stronger or weaker, in units of what the network is fed (one is 60 grey levels).
    private static final double GAIN = 0.15;
    private static final double OFFSET = 0.2;
    /** Of the measured recipe (docs/results.md, "Depth"): what a calibration may err by. */
    private static final double HEIGHT_ERROR_METERS = 0.001;

    private final FeatureSpec spec;

    private final int shiftPixels;

    /** @param shiftPixels most that a crop is moved by, along its rows and along its columns; what moves in repeats the border */
    Augmentation(FeatureSpec spec, int shiftPixels) {
        this.spec = spec;
        this.shiftPixels = shiftPixels;
    }

    /** Writes a random variant into a row of the batch. */
    void put(FeatureBatch batch, int index, byte[] crop, float[] command, RandomGenerator random) {
        Mirror mirror = Mirror.of(random.nextBoolean(), random.nextBoolean());
        int[] channels = CHANNEL_ORDERS[random.nextInt(CHANNEL_ORDERS.length)];
        float[] values = new float[256];
        double gain = 1 + GAIN * (2 * random.nextDouble() - 1);
        double offset = OFFSET * (2 * random.nextDouble() - 1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((i - spec.pixelMean()) / spec.pixelScale() * gain + offset);
        }
        View view = new View(mirror, shift(random), shift(random));
        int plane = spec.planeSize();
        int to = index * crop.length;
        for (int channel : channels) {
            copyPlane(crop, channel * plane, batch.crops(), to, values, view);
            to += plane;
        }
        if (spec.height() != null) {
            copyPlane(crop, FeatureSpec.COLORS * plane, batch.crops(), to, heights(spec.height(), random), view);
        }
        mirror.command(command, 0, batch.commands(), index * command.length);
    }

    private static float[] heights(HeightSpec height, RandomGenerator random) {
        double error = HEIGHT_ERROR_METERS / height.scaleMeters() * random.nextGaussian();
        float[] values = new float[256];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (height.value(i) + error);
        }
        return values;
    }

    private int shift(RandomGenerator random) {
        return random.nextInt(2 * shiftPixels + 1) - shiftPixels;
    }

    private record View(Mirror mirror, int shiftRows, int shiftColumns) {}

    private void copyPlane(byte[] from, int start, float[] to, int offset, float[] values, View view) {
        int size = spec.cropPixels();
        int[] columns = sources(size, view.mirror().flipsColumns(), view.shiftColumns());
        int[] rows = sources(size, view.mirror().flipsRows(), view.shiftRows());
        for (int row = 0; row < size; row++) {
            int source = start + rows[row] * size;
            int target = offset + row * size;
            for (int column = 0; column < size; column++) {
                to[target + column] = values[from[source + columns[column]] & 0xff];
            }
        }
    }

    /** Where the pixels of a line come from. */
    private static int[] sources(int size, boolean flipped, int shift) {
        int[] sources = new int[size];
        for (int i = 0; i < size; i++) {
            int moved = Math.max(0, Math.min(size - 1, i + shift));
            sources[i] = flipped ? size - 1 - moved : moved;
        }
        return sources;
    }
}
