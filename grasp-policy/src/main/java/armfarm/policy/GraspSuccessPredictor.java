package armfarm.policy;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import java.util.List;

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
}
