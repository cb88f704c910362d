package armfarm.policy.network;

/** A network with fixed weights. Thread-safe. */
@FunctionalInterface
public interface GraspScorer {
    /** @return float32 [batch size], logits; the same batch gives the same bits */
    float[] score(FeatureBatch batch);
}
