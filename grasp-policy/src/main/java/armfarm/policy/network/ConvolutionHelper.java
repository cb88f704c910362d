package armfarm.policy.network;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.AlgoMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.FwdAlgo;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One layer's convolution on oneDNN, computed once in a training step: DL4J's layer asks for it again on the way back, to give it to an
 * activation that is none here, and that took an eighth of a step (docs/decisions/learning-engine.md).
 *
 * <p>One layer's, and confined to the thread that trains it.
 */
final class ConvolutionHelper extends MKLDNNConvHelper {
    private INDArray input;
    private INDArray output;

    private ConvolutionHelper() {
        super(DataType.FLOAT);
    }

    /** Makes the network's convolutions use it. DL4J chooses helpers by name and has no setter for them. */
    static List<ConvolutionHelper> install(ComputationGraph network) {
        List<ConvolutionHelper> installed = new ArrayList<>();
        try {
            Field field = ConvolutionLayer.class.getDeclaredField("helper");
            field.setAccessible(true);
            for (Layer layer : network.getLayers()) {
                if (layer instanceof ConvolutionLayer) {
                    ConvolutionHelper helper = new ConvolutionHelper();
                    field.set(layer, helper);
                    installed.add(helper);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another DL4J than the one this was written for: " + e, e);
        }
        return installed;
    }

    /** A step begins: input that is the same array may hold other values. */
    void forget() {
        input = null;
        output = null;
    }

    @Override
    public INDArray preOutput(
            INDArray x,
            INDArray weights,
            INDArray bias,
            int[] kernel,
            int[] strides,
            int[] padding,
            AlgoMode mode,
            FwdAlgo algorithm,
            ConvolutionMode convolutionMode,
            int[] dilation,
            CNN2DFormat format,
            LayerWorkspaceMgr workspaces) {
        if (x != input) {
            output = super.preOutput(
                    x,
                    weights,
                    bias,
                    kernel,
                    strides,
                    padding,
                    mode,
                    algorithm,
                    convolutionMode,
                    dilation,
                    format,
                    workspaces);
            input = x;
        }
        return output;
    }
}
