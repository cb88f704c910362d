package armfarm.policy.network;

import armfarm.policy.FeatureSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.schedule.ISchedule;

/** The network in training on DL4J, one native thread. Confined to one thread. */
final class Dl4jEngine implements LearningEngine {
    private final SteeredRate learningRate = new SteeredRate();
    private final NativeInput input = new NativeInput();
    private final ComputationGraph network;
    private final List<ConvolutionHelper> convolutions;
    private final boolean hasAuxiliary;

    Dl4jEngine(FeatureSpec spec, NetworkConfig config, long seed) {
        Dl4jRuntime.prepareThread();
        Nd4j.getRandom().setSeed(seed);
        this.network = GraspNetwork.forTraining(spec, config, seed, learningRate);
        this.convolutions = Nd4j.getEnvironment().isCPU() ? useOurHelpers() : List.of();
        this.hasAuxiliary = config.auxiliaryWeight() > 0;
    }

    private List<ConvolutionHelper> useOurHelpers() {
        NativeFloats scratch = new NativeFloats();
        LayerHelpers.install(network, BatchNormalization.class, () -> new BatchNormHelper(scratch));
        return LayerHelpers.install(network, ConvolutionLayer.class, ConvolutionHelper::new);
    }

    ComputationGraph network() {
        return network;
    }

    @Override
    public double trainStep(FeatureBatch batch, float[] targets, AuxiliaryTargets auxiliary, double rate) {
        Dl4jRuntime.prepareThread();
        learningRate.value = rate;
        convolutions.forEach(ConvolutionHelper::forget);
        try (INDArray labels = Dl4jRuntime.array(targets, batch.size(), 1)) {
            if (hasAuxiliary) {
                fit(batch, labels, auxiliary);
            } else {
                network.fit(input.fill(batch), new INDArray[] {labels});
            }
        }
        double penalty = network.calcRegularizationScore(true);
        return network.score() - penalty;
    }

    private void fit(FeatureBatch batch, INDArray labels, AuxiliaryTargets auxiliary) {
        try (INDArray values = Dl4jRuntime.array(auxiliary.values(), batch.size(), AuxiliaryTargets.OUTPUTS);
                INDArray masks = Dl4jRuntime.array(auxiliary.masks(), batch.size(), AuxiliaryTargets.OUTPUTS);
                INDArray causes = Dl4jRuntime.array(auxiliary.causes(), batch.size(), CauseHead.OUTPUTS);
                INDArray causeMasks = Dl4jRuntime.array(auxiliary.causeMasks(), batch.size(), 1)) {
            network.fit(input.fill(batch), new INDArray[] {labels, values, causes}, null, new INDArray[] {
                null, masks, causeMasks
            });
        }
    }

    @Override
    public NamedWeights exportWeights() {
        Map<String, NamedWeights.Tensor> tensors = new LinkedHashMap<>();
        network.paramTable()
                .forEach((name, array) -> tensors.put(
                        name, new NamedWeights.Tensor(GraspNetwork.shape(array), Dl4jRuntime.values(array))));
        return new NamedWeights(tensors);
    }

    @Override
    public void importWeights(NamedWeights weights) {
        GraspNetwork.checkLayout(network, weights);
        Map<String, INDArray> own = network.paramTable();
        weights.tensors().forEach((name, tensor) -> {
            INDArray target = own.get(name);
            if (target == null) {
                return; // of an output that this network does not have
            }
            try (INDArray source = Dl4jRuntime.array(tensor.values(), target.shape())) {
                target.assign(source);
            }
        });
    }

    @Override
    public void close() {
        input.close();
        network.close();
    }

    /** The step's learning rate, set from outside; clones share it because DL4J clones its configuration. */
    private static final class SteeredRate implements ISchedule {
        private static final long serialVersionUID = 1L;

        private double value;

        @Override
        public double valueAt(int iteration, int epoch) {
            return value;
        }

        @Override
        @SuppressWarnings("MissingSuperCall")
        public ISchedule clone() {
            return this;
        }
    }
}
