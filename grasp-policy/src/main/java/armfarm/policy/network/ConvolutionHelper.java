package armfarm.policy.network;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.AlgoMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.FwdAlgo;
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

    ConvolutionHelper() {
        super(DataType.FLOAT);
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
