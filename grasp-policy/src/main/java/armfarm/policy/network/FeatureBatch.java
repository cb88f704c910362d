package armfarm.policy.network;

import armfarm.policy.FeatureSpec;

/**
 * Network input for some grasps. The arrays are handed out, not copied, because they are filled and read in inner loops.
 *
 * <p>Crops are float32 [size, 3, P, P] NCHW RGB, normalised; commands are float32 [size, 5].
 */
public final class FeatureBatch {
    private final int size;
    private final int cropPixels;
    private final float[] crops;
    private final float[] commands;

    public FeatureBatch(FeatureSpec spec, int size) {
        this.size = size;
        this.cropPixels = spec.cropPixels();
        this.crops = new float[size * spec.cropSize()];
        this.commands = new float[size * FeatureSpec.COMMAND_SIZE];
    }

    public int size() {
        return size;
    }

    public int cropPixels() {
        return cropPixels;
    }

    public float[] crops() {
        return crops;
    }

    public float[] commands() {
        return commands;
    }
}
