package armfarm.policy.training;

import armfarm.messages.AttemptId;
import armfarm.messages.JpegCodec;
import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A training set of {@link BarScene}s that counts what is read of it. */
final class Bars implements ExampleSource {
    final List<LabeledAttempt> shown = new ArrayList<>();
    final List<AttemptId> loaded = new ArrayList<>();
    private final Map<AttemptId, GraspExample> stored = new HashMap<>();

    /** @param training and validation: how many attempts, with the outcomes of their grasps */
    static Bars of(int training, int validation) {
        Bars bars = new Bars();
        for (int i = 0; i < training + validation; i++) {
            BarScene scene = new BarScene(i);
            Pose grasp = scene.someGrasp(i);
            bars.add(scene, grasp, scene.succeeds(grasp), i >= training);
        }
        return bars;
    }

    /** Scenes from the given seed on, with these outcomes, to measure on. */
    static TrainingSet set(int seed, boolean[] outcomes) {
        Bars bars = new Bars();
        for (int i = 0; i < outcomes.length; i++) {
            BarScene scene = new BarScene(seed + i);
            bars.add(scene, scene.someGrasp(seed + i), outcomes[i], true);
        }
        return bars.set();
    }

    private void add(BarScene scene, Pose grasp, boolean success, boolean validation) {
        stored.put(
                scene.attempt,
                new GraspExample(JpegCodec.encode(scene.image(), JpegCodec.DEFAULT_QUALITY), scene.camera, grasp));
        shown.add(new LabeledAttempt(scene.attempt, success, validation, () -> {
            loaded.add(scene.attempt);
            return stored.get(scene.attempt);
        }));
    }

    /** Puts other content in the place of an attempt's. */
    void replace(int index, GraspExample content) {
        stored.put(shown.get(index).attempt(), content);
    }

    GraspExample content(int index) {
        return stored.get(shown.get(index).attempt());
    }

    TrainingSet set() {
        return new TrainingSet("snapshot-1", "0".repeat(64), this);
    }

    @Override
    public void forEach(Consumer<LabeledAttempt> sink) {
        shown.forEach(sink);
    }
}
