package armfarm.policy.practice;

import armfarm.messages.ObjectSet;
import armfarm.messages.Outcome;
import armfarm.messages.Pose;
import armfarm.messages.cell.ArmCell;
import armfarm.messages.cell.SceneRequest;
import armfarm.messages.cell.SceneState;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Keeps one arm's bin worth practising on: swaps the objects now and then, stirs them after failures in a row, and
 * remembers which grasps failed since anything in the bin moved.
 *
 * <p>How often is a setting (collection.attempts_per_scene, collection.stir_after_failures). Confined to the arm's thread.
 */
final class SceneKeeper {
    /** Scene of every bin that nobody arranges. */
    private static final String AS_IT_IS = "as-it-is";

    private final ArmCell cell;
    private final PracticeConfig config;
    private final RandomGenerator seeds;
    private final List<Pose> failedGraspsInBase = new ArrayList<>();

    private SceneState scene;
    private int attemptsOnScene;
    private int failuresInARow;
    private boolean freshScene;

    SceneKeeper(ArmCell cell, PracticeConfig config, RandomGenerator seeds) {
        this.cell = cell;
        this.config = config;
        this.seeds = seeds;
    }

    /** Makes the bin ready for the task. A bin nobody arranges is taken as it is: practice stirs it. */
    SceneState prepare(AttemptTask task) {
        if (!cell.arrangesBin()) {
            return asItIs(task);
        }
        if (task.freshSceneSeed().isPresent()) {
            fill(task.objectSet(), task.freshSceneSeed().getAsLong());
        } else if (scene == null || freshScene || attemptsOnScene >= config.attemptsPerScene()) {
            fill(task.objectSet(), seeds.nextLong() >>> 1);
        } else if (failuresInARow >= config.stirAfterFailures()) {
            scene = cell.arrangeScene(
                    new SceneRequest(SceneRequest.Kind.STIR, task.objectSet(), seeds.nextLong() >>> 1));
            forgetFailures();
        }
        freshScene = task.freshSceneSeed().isPresent();
        return scene;
    }

    /** What lies in such a bin is not known, so failures are forgotten after some: what moved since is not known either. */
    private SceneState asItIs(AttemptTask task) {
        scene = new SceneState(AS_IT_IS, task.objectSet());
        if (failuresInARow >= config.stirAfterFailures()) {
            forgetFailures();
        }
        return scene;
    }

    /** Notes how the grasp ended. An aborted attempt leaves the bin in an unknown state: new objects come next. */
    void finished(Outcome outcome, Pose graspInBase) {
        attemptsOnScene++;
        switch (outcome) {
            case SUCCESS -> forgetFailures();
            case FAILURE, UNKNOWN -> {
                failuresInARow++;
                failedGraspsInBase.add(graspInBase);
            }
            case ABORTED -> reset();
        }
    }

    void reset() {
        scene = null;
    }

    List<Pose> failedGraspsInBase() {
        return List.copyOf(failedGraspsInBase);
    }

    private void fill(ObjectSet objectSet, long seed) {
        scene = cell.arrangeScene(new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, objectSet, seed));
        attemptsOnScene = 0;
        forgetFailures();
    }

    private void forgetFailures() {
        failuresInARow = 0;
        failedGraspsInBase.clear();
    }
}
