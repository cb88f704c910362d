package armfarm.policy.network;

import armfarm.messages.FailureCause;
import java.util.List;
import java.util.Optional;

/**
 * Why grasps fail, computed from the hidden layer of the network that serves, beside its logit: so scoring candidates costs nothing more.
 * Immutable.
 */
final class CauseHead {
    static final List<FailureCause> CAUSES = List.of(FailureCause.values());
    /** One for each cause, in their order. */
    static final int OUTPUTS = CAUSES.size();

    private final float[] weights;
    private final float[] bias;

    /** @param weights float32 [hidden, 3] @param bias float32 [3] */
    private CauseHead(float[] weights, float[] bias) {
        this.weights = weights;
        this.bias = bias;
    }

    /** Empty for weights that were trained without it, or before there was one. */
    static Optional<CauseHead> of(NamedWeights trained) {
        return trained.tensors().containsKey(GraspNetwork.CAUSE + "_W")
                ? Optional.of(new CauseHead(
                        trained.tensor(GraspNetwork.CAUSE + "_W").values(),
                        trained.tensor(GraspNetwork.CAUSE + "_b").values()))
                : Optional.empty();
    }

    /**
     * Softmax over the causes.
     *
     * @param hidden float32 [batch size, hidden]
     * @return float32 [batch size, 3]
     */
    float[] probabilities(float[] hidden) {
        int inputs = weights.length / OUTPUTS;
        float[] probabilities = new float[hidden.length / inputs * OUTPUTS];
        double[] logits = new double[OUTPUTS];
        for (int row = 0; row * inputs < hidden.length; row++) {
            double highest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < OUTPUTS; k++) {
                logits[k] = bias[k];
                for (int i = 0; i < inputs; i++) {
                    logits[k] += (double) hidden[row * inputs + i] * weights[i * OUTPUTS + k];
                }
                highest = Math.max(highest, logits[k]);
            }
            double sum = 0;
            for (int k = 0; k < OUTPUTS; k++) {
                logits[k] = Math.exp(logits[k] - highest);
                sum += logits[k];
            }
            for (int k = 0; k < OUTPUTS; k++) {
                probabilities[row * OUTPUTS + k] = (float) (logits[k] / sum);
            }
        }
        return probabilities;
    }
}
