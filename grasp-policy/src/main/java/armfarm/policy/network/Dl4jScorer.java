package armfarm.policy.network;

import armfarm.policy.FeatureSpec;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The serving network on DL4J. A graph computes one batch at a time, so each call borrows a graph from a pool that
 * grows to the number of callers at once. Thread-safe.
 */
final class Dl4jScorer implements GraspScorer {
    private final FeatureSpec spec;
    private final NamedWeights weights;
    private final Queue<ComputationGraph> idle = new ConcurrentLinkedQueue<>();

    Dl4jScorer(FeatureSpec spec, NamedWeights trained) {
        GraspNetwork.checkLayout(spec, trained);
        this.spec = spec;
        this.weights = FoldedWeights.of(trained);
        idle.add(newGraph());
    }

    private ComputationGraph newGraph() {
        Dl4jRuntime.prepareThread();
        ComputationGraph graph = GraspNetwork.forServing(spec);
        graph.paramTable().forEach((name, target) -> {
            try (INDArray source = Dl4jRuntime.array(weights.tensor(name).values(), target.shape())) {
                target.assign(source);
            }
        });
        return graph;
    }

    @Override
    public float[] score(FeatureBatch batch) {
        Dl4jRuntime.prepareThread();
        ComputationGraph borrowed = idle.poll();
        ComputationGraph graph = borrowed == null ? newGraph() : borrowed;
        int p = batch.cropPixels();
        try (INDArray crops = Dl4jRuntime.array(batch.crops(), batch.size(), 3, p, p);
                INDArray commands = Dl4jRuntime.array(batch.commands(), batch.size(), FeatureSpec.COMMAND_SIZE);
                INDArray logits = graph.outputSingle(crops, commands)) {
            return Dl4jRuntime.values(logits);
        } finally {
            graph.clear();
            idle.add(graph);
        }
    }
}
