package armfarm.policy;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import armfarm.messages.RgbImage;
import java.util.List;
import java.util.Optional;

/** Predicts for one image how likely each of many grasps is to succeed. Thread-safe. */
public interface GraspSuccessPredictor {
    /**
     * Scores all grasps in one batch.
     *
     * @param image the bin before the grasp, gripper out of view
     * @param graspsInBase top-down gripper poses at which the gripper would close
     * @return float32 [grasps], logits of the success probability; the same input gives the same bits
     */
    float[] logits(RgbImage image, CameraInfo camera, List<Pose> graspsInBase);

    /** The same as the mean over what the predictor says of mirrored views; of one that has none, the same. */
    default float[] averagedLogits(RgbImage image, CameraInfo camera, List<Pose> graspsInBase) {
        return logits(image, camera, graspsInBase);
    }

    /** Why this grasp would fail, if it did: of the mean over mirrored views, 1 together; empty of a predictor that does not know causes. */
    default Optional<PredictedCauses> causesOfFailure(RgbImage image, CameraInfo camera, Pose graspInBase) {
        return Optional.empty();
    }
}
