package armfarm.policy;

import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import java.util.List;
import java.util.Optional;

/**
 * What a policy decides on.
 *
 * @param preGraspImage the bin before the grasp, gripper out of view
 * @param preGraspDepth registered to it; empty without a depth camera
 * @param failedGraspsInBase gripper poses that failed since the scene last changed
 */
public record Observation(
        RgbImage preGraspImage,
        Optional<DepthImage> preGraspDepth,
        CameraInfo camera,
        Pose gripperInBase,
        GraspSpace space,
        List<Pose> failedGraspsInBase) {
    public Observation {
        failedGraspsInBase = List.copyOf(failedGraspsInBase);
    }

    /** Without depth. */
    public Observation(
            RgbImage preGraspImage,
            CameraInfo camera,
            Pose gripperInBase,
            GraspSpace space,
            List<Pose> failedGraspsInBase) {
        this(preGraspImage, Optional.empty(), camera, gripperInBase, space, failedGraspsInBase);
    }

    /** What the camera saw. */
    public SceneView view() {
        return new SceneView(preGraspImage, preGraspDepth, camera);
    }
}
