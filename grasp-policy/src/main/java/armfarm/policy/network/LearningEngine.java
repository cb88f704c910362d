package armfarm.policy.network;

/**
 * A grasp-success network in training. A new engine has a fresh optimiser state, also after {@link #importWeights}.
 *
 * <p>Confined to one thread. Close it to give back native memory.
 */
public interface LearningEngine extends AutoCloseable {
    /**
     * One optimiser step.
     *
     * @param targets float32 [batch size], wanted success probability
     * @return mean cross-entropy of the batch before the step, without the weight penalty
     */
    double trainStep(FeatureBatch batch, float[] targets, double learningRate);

    /** A copy of the present weights. */
    NamedWeights exportWeights();

    /** @throws IllegalArgumentException if names or shapes differ from the network's */
    void importWeights(NamedWeights weights);

    @Override
    void close();
}
