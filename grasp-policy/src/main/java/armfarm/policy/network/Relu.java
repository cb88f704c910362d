package armfarm.policy.network;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Max(0, x) in training: ND4J's gradient of it took a tenth of a step on a processor (docs/decisions/learning-engine.md). Confined to the
 * thread that trains.
 */
final class Relu extends ActivationReLU {
    private static final long serialVersionUID = 1L;
    /** Makes a step of a slope, without a branch that half of all values take: 1 from 1e-30 on. */
    private static final float STEEP = 1e30f;

    private final transient NativeFloats scratch = new NativeFloats();

    /** The gradient takes the place of the input, which DL4J's layers copy for it. */
    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        if (in.dataType() != DataType.FLOAT || !NativeFloats.isPlain(in)) {
            return super.backprop(in, epsilon);
        }
        assertShape(in, epsilon);
        int length = (int) in.length();
        scratch.reserve(length);
        float[] values = NativeFloats.read(in, scratch.first());
        float[] gradient = NativeFloats.read(epsilon, scratch.second());
        for (int i = 0; i < length; i++) {
            gradient[i] *= Math.min(1f, Math.max(0f, values[i] * STEEP));
        }
        NativeFloats.write(gradient, in);
        return new Pair<>(in, null);
    }
}
