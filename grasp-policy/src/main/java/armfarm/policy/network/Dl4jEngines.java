package armfarm.policy.network;

import armfarm.policy.FeatureSpec;

/** DeepLearning4J on the CPU through oneDNN. Thread-safe; the first use loads the native library (seconds). */
public final class Dl4jEngines implements EngineFactory {
    @Override
    public LearningEngine newEngine(FeatureSpec spec, NetworkConfig config, long seed) {
        return new Dl4jEngine(spec, config, seed);
    }

    @Override
    public GraspScorer newScorer(FeatureSpec spec, NamedWeights weights) {
        return new Nd4jScorer(spec, weights);
    }

    @Override
    public String network() {
        return GraspNetwork.DESCRIPTION;
    }

    @Override
    public String description() {
        return "DeepLearning4J 1.0.0-M2.1, oneDNN, CPU";
    }
}
