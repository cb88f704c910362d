package armfarm.policy.training;

import armfarm.policy.FeatureSpec;
import armfarm.policy.HeightSpec;
import armfarm.policy.network.FeatureBatch;
import armfarm.policy.network.Mirror;
import java.util.random.RandomGenerator;

/**
 * A random variant of an example at each draw: one of four mirrors, colour channels in any order, contrast and
 * brightness. Heights are mirrored alike, and lie a little higher or lower. It keeps the search from finding the network's errors. Immutable.
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

    Augmentation(FeatureSpec spec) {
        this.spec = spec;
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
        int plane = spec.planeSize();
        int to = index * crop.length;
        for (int channel : channels) {
            copyPlane(crop, channel * plane, batch.crops(), to, values, mirror);
            to += plane;
        }
        if (spec.height() != null) {
            copyPlane(crop, FeatureSpec.COLORS * plane, batch.crops(), to, heights(spec.height(), random), mirror);
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

    private void copyPlane(byte[] from, int start, float[] to, int offset, float[] values, Mirror mirror) {
        int size = spec.cropPixels();
        int step = mirror.flipsColumns() ? -1 : 1;
        for (int row = 0; row < size; row++) {
            int source =
                    start + (mirror.flipsRows() ? size - 1 - row : row) * size + (mirror.flipsColumns() ? size - 1 : 0);
            int target = offset + row * size;
            for (int column = 0; column < size; column++) {
                to[target + column] = values[from[source] & 0xff];
                source += step;
            }
        }
    }
}
