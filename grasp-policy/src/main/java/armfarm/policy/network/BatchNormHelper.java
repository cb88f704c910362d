package armfarm.policy.network;

import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.normalization.BatchNormalizationHelper;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batch normalisation of one layer in training, as DL4J lets helpers do it: float32 [N, C, H, W], normalised by channel. DL4J's own takes a
 * third of a training step on a processor (docs/decisions/learning-engine.md); this one reads each array once or twice, in loops that the
 * JIT compiler turns into vector instructions. The same numbers but for rounding. Global means and variances stay DL4J's work.
 *
 * <p>One layer's, and confined to the thread that trains it.
 */
final class BatchNormHelper implements BatchNormalizationHelper {
    private final NativeFloats scratch;
    private float[] mean = new float[0];
    private float[] variance = new float[0];

    /** @param scratch shared by the layers of a network */
    BatchNormHelper(NativeFloats scratch) {
        this.scratch = scratch;
    }

    @Override
    public boolean checkSupported() {
        return true;
    }

    @Override
    public boolean checkSupported(double eps, boolean fixedGammaBeta) {
        return !fixedGammaBeta;
    }

    /** {@inheritDoc} Null, which leaves it to DL4J, outside of training. */
    @Override
    public INDArray preOutput(
            INDArray x,
            boolean training,
            long[] shape,
            INDArray gamma,
            INDArray beta,
            INDArray globalMean,
            INDArray globalVariance,
            double decay,
            double eps,
            CNN2DFormat format,
            LayerWorkspaceMgr workspaces) {
        if (!training || !supports(x, format)) {
            return null;
        }
        Planes planes = Planes.of(x);
        scratch.reserve(planes.length());
        float[] values = NativeFloats.read(x, scratch.first());
        mean = new float[planes.channels()];
        variance = new float[planes.channels()];
        for (int c = 0; c < planes.channels(); c++) {
            mean[c] = (float) (planes.sum(values, c) / planes.count());
            variance[c] = (float) (planes.squares(values, mean[c], c) / planes.count());
            float scale = (float) (gamma.getFloat(c) / Math.sqrt(variance[c] + eps));
            planes.scale(values, scale, beta.getFloat(c) - mean[c] * scale, c, scratch.second());
        }
        return written(scratch.second(), x, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
            INDArray x,
            INDArray epsilon,
            long[] shape,
            INDArray gamma,
            INDArray beta,
            INDArray gammaGradient,
            INDArray betaGradient,
            double eps,
            CNN2DFormat format,
            LayerWorkspaceMgr workspaces) {
        if (!supports(x, format)) {
            return null;
        }
        Planes planes = Planes.of(x);
        scratch.reserve(planes.length());
        float[] values = NativeFloats.read(x, scratch.first());
        float[] gradient = NativeFloats.read(epsilon, scratch.second());
        for (int c = 0; c < planes.channels(); c++) {
            double sum = planes.sum(gradient, c);
            double inverse = 1 / Math.sqrt(variance[c] + eps);
            double ofNormalised = planes.products(gradient, values, mean[c], c) * inverse;
            gammaGradient.putScalar(c, (float) ofNormalised);
            betaGradient.putScalar(c, (float) sum);
            double factor = gamma.getFloat(c) * inverse;
            float ofValue = (float) (-factor * inverse * ofNormalised / planes.count());
            float constant = (float) (-factor * sum / planes.count() - ofValue * mean[c]);
            planes.combine(gradient, (float) factor, values, ofValue, constant, c);
        }
        Gradient parameters = new DefaultGradient();
        parameters.setGradientFor(BatchNormalizationParamInitializer.GAMMA, gammaGradient);
        parameters.setGradientFor(BatchNormalizationParamInitializer.BETA, betaGradient);
        return new Pair<>(parameters, written(gradient, x, ArrayType.ACTIVATION_GRAD, workspaces));
    }

    private static boolean supports(INDArray x, CNN2DFormat format) {
        return x.rank() == 4 && x.dataType() == DataType.FLOAT && format == CNN2DFormat.NCHW;
    }

    private static INDArray written(float[] values, INDArray like, ArrayType type, LayerWorkspaceMgr workspaces) {
        INDArray out = workspaces.createUninitialized(type, DataType.FLOAT, like.shape(), 'c');
        NativeFloats.write(values, out);
        return out;
    }

    @Override
    public INDArray getMeanCache(DataType dataType) {
        return Nd4j.createFromArray(mean).castTo(dataType);
    }

    @Override
    public INDArray getVarCache(DataType dataType) {
        return Nd4j.createFromArray(variance).castTo(dataType);
    }

    @Override
    public Map<String, Long> helperMemoryUse() {
        return Map.of();
    }
}
