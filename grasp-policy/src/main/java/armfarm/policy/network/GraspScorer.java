package armfarm.policy.network;

import java.util.Optional;

/** A network with fixed weights. Thread-safe. */
@FunctionalInterface
public interface GraspScorer {
    /** @return float32 [batch size], logits; the same batch gives the same bits */
    float[] score(FeatureBatch batch);

    /**
     * Why each grasp would fail, if it did. For few grasps: a search asks {@link #score} alone.
     *
     * @return float32 [batch size, 3], probabilities in the order of {@link armfarm.messages.FailureCause}, 1 together in each row; the
     *     same batch gives the same bits; empty of a network that was trained without causes
     */
    default Optional<float[]> causesOfFailure(FeatureBatch batch) {
        return Optional.empty();
    }
}
