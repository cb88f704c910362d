package armfarm.policy.network;

import armfarm.policy.FeatureSpec;
import java.util.List;
import java.util.Optional;
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
    private final Optional<CauseHead> causes;
    private final Queue<Lane> idle = new ConcurrentLinkedQueue<>();

    Dl4jScorer(FeatureSpec spec, NamedWeights trained) {
        GraspNetwork.checkLayout(spec, trained);
        this.spec = spec;
        this.weights = FoldedWeights.of(trained);
        this.causes = CauseHead.of(trained);
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
        return new Lane(graph, new NativeInput(), new NativeInput());
    }

    @Override
    public float[] score(FeatureBatch batch) {
        Dl4jRuntime.prepareThread();
        Lane lane = borrow();
        try (INDArray logits = lane.graph().outputSingle(lane.input().fill(batch))) {
            return Dl4jRuntime.values(logits);
        } finally {
            giveBack(lane);
        }
    }

    @Override
    public Optional<float[]> causesOfFailure(FeatureBatch batch) {
        return causes.map(head -> head.probabilities(hidden(batch)));
    }

    private float[] hidden(FeatureBatch batch) {
        Dl4jRuntime.prepareThread();
        Lane lane = borrow();
        try (INDArray hidden = lane.graph()
                .output(List.of(GraspNetwork.HIDDEN_LAYER), false, lane.few().fill(batch), null)[0]) {
            return Dl4jRuntime.values(hidden);
        } finally {
            giveBack(lane);
        }
    }

    private Lane borrow() {
        Lane borrowed = idle.poll();
        return borrowed == null ? newLane() : borrowed;
    }

    private void giveBack(Lane lane) {
        lane.graph().clear();
        idle.add(lane);
    }

    /** What one caller at a time needs. @param few input of the small batches whose causes are asked, so that the large ones keep theirs */
    private record Lane(ComputationGraph graph, NativeInput input, NativeInput few) {}
}
