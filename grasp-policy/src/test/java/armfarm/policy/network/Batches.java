package armfarm.policy.network;

import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspSpace;
import armfarm.policy.NetworkInput;
import java.util.SplittableRandom;

/** Random network input for tests. */
public final class Batches {
    private static final GraspSpace SPACE = new GraspSpace(-0.1, 0.1, -0.1, 0.1, 0.0095, 0.0245, Math.PI / 2);
    public static final FeatureSpec SPEC = FeatureSpec.of(SPACE);
    public static final FeatureSpec WITH_HEIGHTS = FeatureSpec.of(SPACE, NetworkInput.RGBD);

    private Batches() {}

    public static FeatureBatch random(int size, long seed) {
        return random(SPEC, size, seed);
    }

    static FeatureBatch random(FeatureSpec spec, int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FeatureBatch batch = new FeatureBatch(spec, size);
        fill(batch.crops(), random);
        fill(batch.commands(), random);
        return batch;
    }

    private static void fill(float[] values, SplittableRandom random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
    }
}
