package armfarm.policy.network;

import java.lang.reflect.Field;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.normalization.BatchNormalizationHelper;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batch normalisation of one layer in training, as DL4J lets helpers do it: float32 [N, C, H, W], normalised by channel. DL4J's own takes a
 * third of a training step on a processor (docs/decisions/learning-engine.md); this one reads each array once or twice, in loops that the
 * JIT compiler turns into vector instructions. The same numbers but for rounding. Global means and variances stay DL4J's work.
 *
 * <p>One layer's, and confined to the thread that trains it.
 */
final class BatchNormHelper implements BatchNormalizationHelper {
    private final Scratch scratch;
    private float[] mean = new float[0];
    private float[] variance = new float[0];

    /** Room for two of the largest arrays of a network, whose layers take turns. */
    private static final class Scratch {
        private float[] first = new float[0];
        private float[] second = new float[0];

        void reserve(int length) {
            if (first.length < length) {
                first = new float[length];
                second = new float[length];
            }
        }
    }

    private BatchNormHelper(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Makes the network's layers of batch normalisation use it. DL4J chooses helpers by name and has no setter for them. */
    static void install(ComputationGraph network) {
        Scratch scratch = new Scratch();
        try {
            Field field = BatchNormalization.class.getDeclaredField("helper");
            field.setAccessible(true);
            for (Layer layer : network.getLayers()) {
                if (layer instanceof BatchNormalization) {
                    field.set(layer, new BatchNormHelper(scratch));
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another DL4J than the one this was written for: " + e, e);
        }
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
        int channels = (int) x.size(1);
        int pixels = (int) (x.size(2) * x.size(3));
        int length = (int) x.length();
        scratch.reserve(length);
        float[] values = read(x, scratch.first);
        mean = new float[channels];
        variance = new float[channels];
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int at = c * pixels; at < length; at += channels * pixels) {
                sum += sum(values, at, pixels);
            }
            double count = (double) length / channels;
            mean[c] = (float) (sum / count);
            double squares = 0;
            for (int at = c * pixels; at < length; at += channels * pixels) {
                squares += squares(values, at, pixels, mean[c]);
            }
            variance[c] = (float) (squares / count);
            float scale = (float) (gamma.getFloat(c) / Math.sqrt(variance[c] + eps));
            float shift = beta.getFloat(c) - mean[c] * scale;
            for (int at = c * pixels; at < length; at += channels * pixels) {
                scale(values, at, pixels, scale, shift, scratch.second);
            }
        }
        return written(scratch.second, x, ArrayType.ACTIVATIONS, workspaces);
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
        int channels = (int) x.size(1);
        int pixels = (int) (x.size(2) * x.size(3));
        int length = (int) x.length();
        scratch.reserve(length);
        float[] values = read(x, scratch.first);
        float[] gradient = read(epsilon, scratch.second);
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double product = 0;
            for (int at = c * pixels; at < length; at += channels * pixels) {
                sum += sum(gradient, at, pixels);
                product += product(gradient, values, at, pixels, mean[c]);
            }
            double count = (double) length / channels;
            double inverse = 1 / Math.sqrt(variance[c] + eps);
            double normalised = product * inverse; // sum of gradient times normalised value
            gammaGradient.putScalar(c, (float) normalised);
            betaGradient.putScalar(c, (float) sum);
            double factor = gamma.getFloat(c) * inverse;
            float ofValue = (float) (-factor * inverse * normalised / count);
            float constant = (float) (-factor * sum / count - ofValue * mean[c]);
            for (int at = c * pixels; at < length; at += channels * pixels) {
                combine(gradient, values, at, pixels, (float) factor, ofValue, constant);
            }
        }
        Gradient parameters = new DefaultGradient();
        parameters.setGradientFor(BatchNormalizationParamInitializer.GAMMA, gammaGradient);
        parameters.setGradientFor(BatchNormalizationParamInitializer.BETA, betaGradient);
        return new Pair<>(parameters, written(gradient, x, ArrayType.ACTIVATION_GRAD, workspaces));
    }

    private static boolean supports(INDArray x, CNN2DFormat format) {
        return x.rank() == 4 && x.dataType() == DataType.FLOAT && format == CNN2DFormat.NCHW;
    }

    private static float[] read(INDArray array, float[] into) {
        boolean plain = array.ordering() == 'c' && array.offset() == 0 && Shape.hasDefaultStridesForShape(array);
        INDArray rows = plain ? array : array.dup('c');
        pointer(rows).get(into, 0, (int) rows.length());
        return into;
    }

    private static INDArray written(float[] values, INDArray like, ArrayType type, LayerWorkspaceMgr workspaces) {
        INDArray out = workspaces.createUninitialized(type, DataType.FLOAT, like.shape(), 'c');
        pointer(out).put(values, 0, (int) out.length());
        return out;
    }

    /** Of an array that has its buffer alone. */
    private static FloatPointer pointer(INDArray array) {
        return (FloatPointer) array.data().pointer();
    }

    // Sums in several parts, for the processor adds to the next one before the last one's result is there.

    private static double sum(float[] values, int from, int count) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int end = from + count;
        int i = from;
        for (; i + 3 < end; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < end; i++) {
            a += values[i];
        }
        return (double) a + b + c + d;
    }

    private static double squares(float[] values, int from, int count, float mean) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int end = from + count;
        int i = from;
        for (; i + 3 < end; i += 4) {
            float v = values[i] - mean;
            float w = values[i + 1] - mean;
            float x = values[i + 2] - mean;
            float y = values[i + 3] - mean;
            a += v * v;
            b += w * w;
            c += x * x;
            d += y * y;
        }
        for (; i < end; i++) {
            float v = values[i] - mean;
            a += v * v;
        }
        return (double) a + b + c + d;
    }

    /** Of the first and how far the second is from the mean. */
    private static double product(float[] first, float[] second, int from, int count, float mean) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int end = from + count;
        int i = from;
        for (; i + 3 < end; i += 4) {
            a += first[i] * (second[i] - mean);
            b += first[i + 1] * (second[i + 1] - mean);
            c += first[i + 2] * (second[i + 2] - mean);
            d += first[i + 3] * (second[i + 3] - mean);
        }
        for (; i < end; i++) {
            a += first[i] * (second[i] - mean);
        }
        return (double) a + b + c + d;
    }

    private static void scale(float[] values, int from, int count, float scale, float shift, float[] into) {
        for (int i = from; i < from + count; i++) {
            into[i] = values[i] * scale + shift;
        }
    }

    private static void combine(
            float[] gradient, float[] values, int from, int count, float factor, float ofValue, float constant) {
        for (int i = from; i < from + count; i++) {
            gradient[i] = gradient[i] * factor + values[i] * ofValue + constant;
        }
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
