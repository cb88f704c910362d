package armfarm.policy;

import armfarm.messages.CameraInfo;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import java.util.List;

/**
 * What a policy decides on.
 *
 * @param preGraspImage the bin before the grasp, gripper out of view
 * @param failedGraspsInBase gripper poses that failed since the scene last changed
 */
public record Observation(
        RgbImage preGraspImage,
        CameraInfo camera,
        Pose gripperInBase,
        GraspSpace space,
        List<Pose> failedGraspsInBase) {
    public Observation {
        failedGraspsInBase = List.copyOf(failedGraspsInBase);
    }
}
