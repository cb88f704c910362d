package armfarm.policy;

import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import java.util.List;
import java.util.Optional;

/** What a predictor says of grasps in one scene. Thread-safe. */
@FunctionalInterface
public interface SceneLogits {
    /**
     * Scores all grasps in one batch.
     *
     * @param graspsInBase top-down gripper poses at which the gripper would close
     * @return float32 [grasps], logits of the success probability; the same input gives the same bits
     */
    float[] of(List<Pose> graspsInBase);

    /** The same as the mean over what is said of mirrored views; without any, the same. */
    default float[] averaged(List<Pose> graspsInBase) {
        return of(graspsInBase);
    }

    /** Why this grasp would fail, if it did: of the mean over mirrored views, 1 together; empty of a predictor that does not know causes. */
    default Optional<PredictedCauses> causesOfFailure(Pose graspInBase) {
        return Optional.empty();
    }
}
