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
    private final Queue<Lane> idle = new ConcurrentLinkedQueue<>();

    Dl4jScorer(FeatureSpec spec, NamedWeights trained) {
        GraspNetwork.checkLayout(spec, trained);
        this.spec = spec;
        this.weights = FoldedWeights.of(trained);
        idle.add(newLane());
    }

    private Lane newLane() {
        Dl4jRuntime.prepareThread();
        ComputationGraph graph = GraspNetwork.forServing(spec);
        graph.paramTable().forEach((name, target) -> {
            try (INDArray source = Dl4jRuntime.array(weights.tensor(name).values(), target.shape())) {
                target.assign(source);
            }
        });
        return new Lane(graph, new NativeInput());
    }

    @Override
    public float[] score(FeatureBatch batch) {
        Dl4jRuntime.prepareThread();
        Lane borrowed = idle.poll();
        Lane lane = borrowed == null ? newLane() : borrowed;
        try (INDArray logits = lane.graph().outputSingle(lane.input().fill(batch))) {
            return Dl4jRuntime.values(logits);
        } finally {
            lane.graph().clear();
            idle.add(lane);
        }
    }

    /** What one caller at a time needs. */
    private record Lane(ComputationGraph graph, NativeInput input) {}
}
