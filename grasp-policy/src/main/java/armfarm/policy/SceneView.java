package armfarm.policy;

import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.RgbImage;
import java.util.Optional;

/**
 * What a camera saw of a bin before a grasp, gripper out of view.
 *
 * @param depth registered to the image; empty without a depth camera
 */
public record SceneView(RgbImage image, Optional<DepthImage> depth, CameraInfo camera) {
    /** Without depth. */
    public SceneView(RgbImage image, CameraInfo camera) {
        this(image, Optional.empty(), camera);
    }
}
