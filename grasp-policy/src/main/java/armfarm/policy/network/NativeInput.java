package armfarm.policy.network;

import armfarm.policy.FeatureSpec;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Native input arrays that are kept and refilled as long as batches have the same size: fresh ones cost page faults.
 * Confined to its owner's thread at a time.
 */
final class NativeInput implements AutoCloseable {
    private INDArray crops;
    private INDArray commands;

    /** @return float32 [B, C, P, P] and [B, 5], valid until the next call */
    INDArray[] fill(FeatureBatch batch) {
        if (crops == null || crops.length() != batch.crops().length || crops.size(0) != batch.size()) {
            close();
            int p = batch.cropPixels();
            crops = Dl4jRuntime.array(batch.crops(), batch.size(), batch.channels(), p, p);
            commands = Dl4jRuntime.array(batch.commands(), batch.size(), FeatureSpec.COMMAND_SIZE);
        } else {
            NativeFloats.write(batch.crops(), crops);
            NativeFloats.write(batch.commands(), commands);
        }
        return new INDArray[] {crops, commands};
    }

    @Override
    public void close() {
        if (crops != null) {
            crops.close();
            commands.close();
            crops = null;
        }
    }
}
