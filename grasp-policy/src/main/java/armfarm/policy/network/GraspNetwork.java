package armfarm.policy.network;

import armfarm.policy.FeatureSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The layer table: five convolutions over the crop, the command embedded and added to every cell after the third, then
 * two fully connected layers to one logit. 91,425 parameters, 4.3 million multiply-adds per grasp at 48 pixels; with heights
 * beside the colours 400 parameters and 0.2 million more.
 *
 * <p>This is how it is trained (batch normalisation, dropout, cross-entropy); {@link Nd4jScorer} serves it. In training it may have more
 * outputs beside the logit, from the same hidden layer (195 parameters each): the auxiliary ones and the cause of failures. They make the
 * layers before them learn more from an attempt; the cause is also predicted, for the grasp that was chosen.
 *
 * <p>Trap: DL4J's BatchNormalization ignores its activation, so a ReLU after it is always a layer of its own.
 */
final class GraspNetwork {
    static final String[] CONVOLUTIONS = {"conv1", "conv2", "conv3", "conv4", "conv5"};
    /** Outputs that only training has: {@link AuxiliaryTargets}. */
    static final String AUXILIARY = "auxiliary";
    /** Why a grasp that failed has failed: trained beside the logit, and computed by {@link CauseHead} for what was chosen. */
    static final String CAUSE = "cause";

    static final String HIDDEN_LAYER = "hidden";

    static final String[] DENSE = {"command1", "command2", HIDDEN_LAYER, "logit"};
    /** DL4J's default, written out because folding needs it. */
    static final double NORM_EPSILON = 1e-5;

    // Of the measured recipe; sizes and kernels are choices: 192 candidates a decision, each a pass through all of it,
    // have to be
    // affordable on a processor (docs/decisions/network-input.md). The network of Levine et al. 2016, sec. IV-A, is far
    // larger.
    static final int[] CHANNELS = {16, 32, 48, 48, 48};
    static final int[] KERNELS = {5, 3, 3, 3, 3};
    static final int[] STRIDES = {2, 2, 1, 2, 2};
    /** The command joins after this convolution, before its ReLU: in the middle, as in the paper. */
    static final int COMMAND_JOINS_AT = 2;

    private static final int EMBEDDING = 32;
    private static final int HIDDEN = 64;

    /** Stored with every model. */
    static final String DESCRIPTION = "convolutions: channels " + Arrays.toString(CHANNELS) + ", kernels "
            + Arrays.toString(KERNELS) + ", strides " + Arrays.toString(STRIDES) + "; command: " + EMBEDDING
            + ", added after convolution " + (COMMAND_JOINS_AT + 1) + "; hidden: " + HIDDEN;

    private GraspNetwork() {}

    static String normOf(String convolution) {
        return convolution.replace("conv", "norm");
    }

    static String reluOf(String convolution) {
        return convolution.replace("conv", "relu");
    }

    static ComputationGraph forTraining(FeatureSpec spec, NetworkConfig config, long seed, ISchedule learningRate) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.XAVIER)
                .l2(config.l2())
                .updater(new Adam(learningRate))
                .graphBuilder();
        addTower(graph, spec);
        DenseLayer.Builder hidden = new DenseLayer.Builder().nOut(HIDDEN).activation(Activation.RELU);
        if (config.dropout() > 0) {
            hidden.dropOut(1 - config.dropout()); // DL4J wants the share that is kept
        }
        graph.addLayer(HIDDEN_LAYER, hidden.build(), lastRelu());
        graph.addLayer(
                "logit",
                new OutputLayer.Builder(LossFunction.XENT)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build(),
                HIDDEN_LAYER);
        if (config.auxiliaryWeight() == 0) {
            return init(graph, "logit");
        }
        graph.addLayer(
                AUXILIARY,
                new OutputLayer.Builder(new LossBinaryXENT(weights(AuxiliaryTargets.OUTPUTS, config)))
                        .nOut(AuxiliaryTargets.OUTPUTS)
                        .activation(Activation.SIGMOID)
                        .build(),
                HIDDEN_LAYER);
        graph.addLayer(
                CAUSE,
                new OutputLayer.Builder(new LossMCXENT(weights(CauseHead.OUTPUTS, config)))
                        .nOut(CauseHead.OUTPUTS)
                        .activation(Activation.SOFTMAX)
                        .build(),
                HIDDEN_LAYER);
        return init(graph, "logit", AUXILIARY, CAUSE);
    }

    private static INDArray weights(int outputs, NetworkConfig config) {
        return Nd4j.valueArrayOf(new long[] {1, outputs}, config.auxiliaryWeight());
    }

    /** @throws IllegalArgumentException if names, order or shapes differ from the training network's */
    static void checkLayout(FeatureSpec spec, NamedWeights weights) {
        Dl4jRuntime.prepareThread();
        ComputationGraph network = forTraining(spec, NetworkConfig.defaults(), 0, new FixedSchedule(1));
        try {
            checkLayout(network, weights);
        } finally {
            network.close();
        }
    }

    static void checkLayout(ComputationGraph network, NamedWeights weights) {
        List<String> expected = new ArrayList<>();
        network.paramTable().forEach((name, array) -> expected.add(name + " " + shape(array)));
        List<String> found = new ArrayList<>(weights.layout());
        // Models of before, and those that were trained without, lack these outputs; no grasp is chosen by them.
        for (String output : List.of(AUXILIARY, CAUSE)) {
            if (!has(output, expected) || !has(output, found)) {
                expected.removeIf(tensor -> isOf(output, tensor));
                found.removeIf(tensor -> isOf(output, tensor));
            }
        }
        for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
            String wanted = i < expected.size() ? expected.get(i) : "no more";
            String given = i < found.size() ? found.get(i) : "no more";
            if (!wanted.equals(given)) {
                throw new IllegalArgumentException("tensor " + i + " is " + given + ", expected " + wanted);
            }
        }
    }

    private static boolean has(String output, List<String> layout) {
        return layout.stream().anyMatch(tensor -> isOf(output, tensor));
    }

    private static boolean isOf(String output, String tensor) {
        return tensor.startsWith(output + "_");
    }

    static List<Integer> shape(INDArray array) {
        return Arrays.stream(array.shape()).mapToObj(Math::toIntExact).toList();
    }

    private static ComputationGraph init(GraphBuilder graph, String... outputs) {
        ComputationGraph network =
                new ComputationGraph(graph.setOutputs(outputs).build());
        network.init();
        return network;
    }

    private static String lastRelu() {
        return reluOf(CONVOLUTIONS[CONVOLUTIONS.length - 1]);
    }

    private static void addTower(GraphBuilder graph, FeatureSpec spec) {
        graph.addInputs("crop", "command");
        graph.setInputTypes(
                InputType.convolutional(spec.cropPixels(), spec.cropPixels(), spec.channels()),
                InputType.feedForward(FeatureSpec.COMMAND_SIZE));
        graph.addLayer("command1", dense(EMBEDDING, Activation.RELU), "command");
        graph.addLayer("command2", dense(CHANNELS[COMMAND_JOINS_AT], Activation.IDENTITY), "command1");
        IActivation relu = Nd4j.getEnvironment().isCPU() ? new Relu() : Activation.RELU.getActivationFunction();
        String input = "crop";
        int cells = spec.cropPixels();
        for (int i = 0; i < CONVOLUTIONS.length; i++) {
            String name = CONVOLUTIONS[i];
            graph.addLayer(name, convolution(i), input);
            cells = (cells + STRIDES[i] - 1) / STRIDES[i];
            input = normOf(name);
            graph.addLayer(input, normalisation(), name);
            if (i == COMMAND_JOINS_AT) {
                input = addCommand(graph, input, cells);
            }
            graph.addLayer(reluOf(name), new ActivationLayer(relu), input);
            input = reluOf(name);
        }
    }

    /** Repeats the embedded command over all cells: the one broadcast DL4J offers without a class of our own. */
    private static String addCommand(GraphBuilder graph, String features, int cells) {
        graph.addVertex(
                "commandCell",
                new PreprocessorVertex(new FeedForwardToCnnPreProcessor(1, 1, CHANNELS[COMMAND_JOINS_AT])),
                "command2");
        graph.addLayer("commandMap", new Upsampling2D.Builder(cells).build(), "commandCell");
        graph.addVertex("joined", new ElementWiseVertex(ElementWiseVertex.Op.Add), features, "commandMap");
        return "joined";
    }

    private static ConvolutionLayer convolution(int index) {
        int kernel = KERNELS[index];
        return new ConvolutionLayer.Builder(kernel, kernel)
                .stride(STRIDES[index], STRIDES[index])
                .padding(kernel / 2, kernel / 2)
                .nOut(CHANNELS[index])
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static BatchNormalization normalisation() {
        return new BatchNormalization.Builder()
                .eps(NORM_EPSILON)
                .useLogStd(false)
                .build();
    }

    private static DenseLayer dense(int outputs, Activation activation) {
        return new DenseLayer.Builder().nOut(outputs).activation(activation).build();
    }
}
