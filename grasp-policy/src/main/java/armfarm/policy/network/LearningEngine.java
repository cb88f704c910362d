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
     * @param auxiliary of the same size; of no effect if the network has no auxiliary outputs
     * @return mean loss of the batch before the step: cross-entropy of the success, and of the auxiliary outputs with their weight, without
     *     the weight penalty
     */
    double trainStep(FeatureBatch batch, float[] targets, AuxiliaryTargets auxiliary, double learningRate);

    /** The same where nothing is known but the success. */
    default double trainStep(FeatureBatch batch, float[] targets, double learningRate) {
        return trainStep(batch, targets, new AuxiliaryTargets(batch.size()), learningRate);
    }

    /** A copy of the present weights. */
    NamedWeights exportWeights();

    /** @throws IllegalArgumentException if names or shapes differ from the network's */
    void importWeights(NamedWeights weights);

    @Override
    void close();
}
