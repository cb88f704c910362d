package armfarm.policy.network;

import armfarm.policy.FeatureSpec;

/**
 * Network input for some grasps. The arrays are handed out, not copied, because they are filled and read in inner loops.
 *
 * <p>Crops are float32 [size, channels, P, P] NCHW, normalised; commands are float32 [size, 5].
 */
public final class FeatureBatch {
    private final int size;
    private final int channels;
    private final int cropPixels;
    private final float[] crops;
    private final float[] commands;

    public FeatureBatch(FeatureSpec spec, int size) {
        this.size = size;
        this.channels = spec.channels();
        this.cropPixels = spec.cropPixels();
        this.crops = new float[size * spec.cropSize()];
        this.commands = new float[size * FeatureSpec.COMMAND_SIZE];
    }

    /** Four batches in one: all grasps in each view of {@link Mirror}, view by view. */
    FeatureBatch mirrored(FeatureSpec spec) {
        FeatureBatch all = new FeatureBatch(spec, Mirror.values().length * size);
        int plane = cropPixels * cropPixels;
        int crop = 0;
        int command = 0;
        for (Mirror view : Mirror.values()) {
            for (int i = 0; i < crops.length; i += plane) {
                view.plane(crops, i, all.crops, crop + i, cropPixels);
            }
            for (int i = 0; i < commands.length; i += FeatureSpec.COMMAND_SIZE) {
                view.command(commands, i, all.commands, command + i);
            }
            crop += crops.length;
            command += commands.length;
        }
        return all;
    }

    public int size() {
        return size;
    }

    public int channels() {
        return channels;
    }

    public int cropPixels() {
        return cropPixels;
    }

    public float[] crops() {
        return crops;
    }

    /** @return float32 [size, P, P, channels] NHWC, a copy */
    float[] cropsChannelsLast() {
        float[] turned = new float[crops.length];
        int plane = cropPixels * cropPixels;
        int from = 0;
        for (int crop = 0; crop < crops.length; crop += channels * plane) {
            for (int channel = 0; channel < channels; channel++) {
                int to = crop + channel;
                for (int end = from + plane; from < end; from++) {
                    turned[to] = crops[from];
                    to += channels;
                }
            }
        }
        return turned;
    }

    public float[] commands() {
        return commands;
    }
}
