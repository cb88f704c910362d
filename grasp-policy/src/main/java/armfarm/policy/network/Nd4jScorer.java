package armfarm.policy.network;

import armfarm.policy.FeatureSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The network that serves, in ND4J's operations, with batch normalisation folded into the convolutions. Its images lie channels last, as
 * oneDNN's convolutions want them: DL4J's layers would turn them around before and after each one, which takes as long as half of the
 * convolutions (docs/decisions/learning-engine.md). Thread-safe.
 */
final class Nd4jScorer implements GraspScorer {
    /** One memory for each thread, as large as its largest batch needs. */
    private static final WorkspaceConfiguration MEMORY = WorkspaceConfiguration.builder()
            .policyAllocation(AllocationPolicy.STRICT)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .policyReset(ResetPolicy.BLOCK_LEFT)
            .policySpill(SpillPolicy.REALLOCATE)
            .build();

    private static final String MEMORY_NAME = "serving";

    private final List<Convolution> convolutions = new ArrayList<>();
    private final Dense command1;
    private final Dense command2;
    private final Dense hidden;
    private final Dense logit;
    private final Optional<CauseHead> causes;

    Nd4jScorer(FeatureSpec spec, NamedWeights trained) {
        GraspNetwork.checkLayout(spec, trained);
        NamedWeights weights = FoldedWeights.of(trained);
        for (int i = 0; i < GraspNetwork.CONVOLUTIONS.length; i++) {
            convolutions.add(new Convolution(weights, i));
        }
        command1 = new Dense(weights, "command1");
        command2 = new Dense(weights, "command2");
        hidden = new Dense(channelsLast(weights.tensor("hidden_W")), weights, GraspNetwork.HIDDEN_LAYER);
        logit = new Dense(weights, "logit");
        causes = CauseHead.of(trained);
    }

    @Override
    @SuppressWarnings("try") // it is there to be closed
    public float[] score(FeatureBatch batch) {
        try (MemoryWorkspace memory = open()) {
            return Dl4jRuntime.values(logit.of(hidden(batch)));
        }
    }

    @Override
    @SuppressWarnings("try")
    public Optional<float[]> causesOfFailure(FeatureBatch batch) {
        if (causes.isEmpty()) {
            return Optional.empty();
        }
        try (MemoryWorkspace memory = open()) {
            return causes.map(head -> head.probabilities(Dl4jRuntime.values(hidden(batch))));
        }
    }

    private static MemoryWorkspace open() {
        Dl4jRuntime.prepareThread();
        return Nd4j.getWorkspaceManager().getAndActivateWorkspace(MEMORY, MEMORY_NAME);
    }

    /** @return float32 [B, hidden], in the memory of this thread */
    private INDArray hidden(FeatureBatch batch) {
        int size = batch.size();
        int pixels = batch.cropPixels();
        INDArray image = filled(batch.cropsChannelsLast(), size, pixels, pixels, batch.channels());
        INDArray command = filled(batch.commands(), size, FeatureSpec.COMMAND_SIZE);
        for (int i = 0; i < convolutions.size(); i++) {
            image = convolutions.get(i).of(image);
            if (i == GraspNetwork.COMMAND_JOINS_AT) {
                INDArray embedded = command2.of(relu(command1.of(command)));
                Nd4j.exec(new BroadcastAddOp(image, embedded, image, 0, 3));
            }
            relu(image);
        }
        return relu(hidden.of(image.reshape('c', size, image.length() / size)));
    }

    private static INDArray filled(float[] values, long... shape) {
        INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
        NativeFloats.write(values, array);
        return array;
    }

    private static INDArray relu(INDArray array) {
        return Nd4j.exec(new RectifiedLinear(array, array));
    }

    /** Rows of weights [C * H * W, out], in the order in which values lie channels last: [H * W * C, out]. */
    private static INDArray channelsLast(NamedWeights.Tensor rows) {
        int channels = GraspNetwork.CHANNELS[GraspNetwork.CHANNELS.length - 1];
        int cells = rows.shape().get(0) / channels;
        int outputs = rows.shape().get(1);
        try (INDArray first = Dl4jRuntime.array(rows.values(), channels, cells, outputs)) {
            return first.permute(1, 0, 2).dup('c').reshape('c', rows.shape().get(0), outputs);
        }
    }

    /** One convolution with its bias, over [B, H, W, in] to [B, H, W, out]. */
    private static final class Convolution {
        private final INDArray weights;
        private final INDArray bias;
        private final int kernel;
        private final int stride;

        Convolution(NamedWeights folded, int index) {
            String name = GraspNetwork.CONVOLUTIONS[index];
            weights = asNative(folded.tensor(name + "_W"));
            bias = asNative(folded.tensor(name + "_b")).reshape(GraspNetwork.CHANNELS[index]);
            kernel = GraspNetwork.KERNELS[index];
            stride = GraspNetwork.STRIDES[index];
        }

        INDArray of(INDArray image) {
            long cells = (image.size(1) + stride - 1) / stride;
            INDArray out = Nd4j.createUninitialized(
                    DataType.FLOAT, new long[] {image.size(0), cells, cells, weights.size(0)}, 'c');
            int padding = kernel / 2;
            Nd4j.exec(DynamicCustomOp.builder("conv2d")
                    .addInputs(image, weights, bias)
                    .addOutputs(out)
                    // kernel, stride, padding, dilation, padding as stated, [B, H, W, C], weights [out, in, H, W]
                    .addIntegerArguments(kernel, kernel, stride, stride, padding, padding, 1, 1, 0, 1, 1)
                    .build());
            return out;
        }
    }

    /** One fully connected layer, over [B, in] to [B, out]. */
    private static final class Dense {
        private final INDArray weights;
        private final INDArray bias;

        Dense(NamedWeights all, String name) {
            this(asNative(all.tensor(name + "_W")), all, name);
        }

        Dense(INDArray weights, NamedWeights all, String name) {
            this.weights = weights;
            this.bias = asNative(all.tensor(name + "_b"));
        }

        INDArray of(INDArray in) {
            INDArray out = Nd4j.createUninitialized(DataType.FLOAT, new long[] {in.size(0), weights.size(1)}, 'f');
            return in.mmuli(weights, out).addiRowVector(bias);
        }
    }

    private static INDArray asNative(NamedWeights.Tensor tensor) {
        return Dl4jRuntime.array(
                tensor.values(),
                tensor.shape().stream().mapToLong(Integer::longValue).toArray());
    }
}
