package armfarm.controller.evaluation;

import armfarm.controller.evaluation.EvaluationScenes.Scene;
import armfarm.messages.PredictedCauses;
import armfarm.simulation.FirstGrasp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Lets policies grasp first in the same scenes, judged by the simulator's truth. Every grasp has an arm of its own, so that results
 * depend neither on the order nor on how many are made at once. Thread-safe.
 */
public final class SceneEvaluation {
    private final EvaluationScenes scenes;
    private final boolean parallel;

    /** @param parallel as many grasps at once as there are processors; else one after the other */
    public SceneEvaluation(EvaluationScenes scenes, boolean parallel) {
        this.scenes = scenes;
        this.parallel = parallel;
    }

    /**
     * One grasp.
     *
     * @param seed of the scenes that it is one of
     */
    public record Grasp(
            long seed,
            FirstGrasp.Result result,
            OptionalDouble predictedSuccess,
            Optional<PredictedCauses> predictedCauses) {}

    /**
     * Blocks until all grasps are made.
     *
     * @param progress told after each grasp, on whichever thread made it
     * @return in the order of the scenes
     */
    public List<Grasp> run(EvaluatedPolicy policy, Runnable progress) {
        List<Scene> all = scenes.all();
        Grasp[] done = new Grasp[all.size()];
        IntStream order = IntStream.range(0, done.length);
        (parallel ? order.parallel() : order).forEach(i -> {
            done[i] = grasp(all.get(i), policy);
            progress.run();
        });
        return new ArrayList<>(List.of(done));
    }

    private static Grasp grasp(Scene scene, EvaluatedPolicy policy) {
        AtomicReference<EvaluatedPolicy.Choice> chosen = new AtomicReference<>();
        FirstGrasp.Result result = scene.grasp().carryOut(arm -> {
            chosen.set(policy.choose(arm, scene.policySeed()));
            return chosen.get().graspInBase();
        });
        EvaluatedPolicy.Choice choice = chosen.get();
        return new Grasp(scene.seed(), result, choice.predictedSuccess(), choice.predictedCauses());
    }
}
