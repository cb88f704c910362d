package armfarm.policy.network;

import armfarm.policy.FeatureSpec;

/** The seam to a deep-learning library: makes networks to train and networks to serve. Thread-safe. */
public interface EngineFactory {
    /** An untrained network; the seed fixes initial weights and dropout. */
    LearningEngine newEngine(FeatureSpec spec, NetworkConfig config, long seed);

    /** A network to serve. @throws IllegalArgumentException if the weights are not of this network's layout */
    GraspScorer newScorer(FeatureSpec spec, NamedWeights weights);

    /** The layers, with all that the shapes of weights do not tell; for the record. */
    String network();

    /** Name and version of the library, for the record. */
    String description();
}
