package armfarm.policy.network;

import armfarm.policy.network.NamedWeights.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns trained weights into serving weights: batch normalisation becomes part of the convolution before it. */
final class FoldedWeights {
    private FoldedWeights() {}

    /** @throws IllegalArgumentException if the trained network's tensors are missing or of another shape */
    static NamedWeights of(NamedWeights trained) {
        Map<String, Tensor> folded = new LinkedHashMap<>();
        for (String name : GraspNetwork.CONVOLUTIONS) {
            fold(trained, name, folded);
        }
        for (String name : GraspNetwork.DENSE) {
            folded.put(name + "_W", trained.tensor(name + "_W"));
            folded.put(name + "_b", trained.tensor(name + "_b"));
        }
        return new NamedWeights(folded);
    }

    private static void fold(NamedWeights trained, String convolution, Map<String, Tensor> folded) {
        Tensor kernel = trained.tensor(convolution + "_W"); // [out, in, height, width]
        String norm = GraspNetwork.normOf(convolution);
        float[] gamma = trained.tensor(norm + "_gamma").values();
        float[] beta = trained.tensor(norm + "_beta").values();
        float[] mean = trained.tensor(norm + "_mean").values();
        float[] variance = trained.tensor(norm + "_var").values();
        int outputs = kernel.shape().get(0);
        int perOutput = kernel.values().length / outputs;
        float[] weights = new float[kernel.values().length];
        float[] bias = new float[outputs];
        for (int o = 0; o < outputs; o++) {
            double scale = gamma[o] / Math.sqrt(variance[o] + GraspNetwork.NORM_EPSILON);
            bias[o] = (float) (beta[o] - mean[o] * scale);
            for (int i = o * perOutput; i < (o + 1) * perOutput; i++) {
                weights[i] = (float) (kernel.values()[i] * scale);
            }
        }
        folded.put(convolution + "_W", new Tensor(kernel.shape(), weights));
        folded.put(convolution + "_b", new Tensor(List.of(1, outputs), bias));
    }
}
