package armfarm.policy;

import armfarm.messages.Pose;
import java.util.List;

/**
 * Lowers the logit of grasps near ones that failed while the scene stayed the same. Immutable.
 *
 * <p>Source: the measured recipe: 2 exp(-(distance / 2 cm)^2 - (sin(yaw difference) / 0.5)^2) per failed grasp.
 */
final class RepeatPenalty {
    private static final double HEIGHT = 2;
    private static final double WIDTH_METERS = 0.02;
    private static final double YAW_WIDTH = 0.5;

    private final List<Pose> failedInBase;

    RepeatPenalty(List<Pose> failedInBase) {
        this.failedInBase = failedInBase;
    }

    /** What to subtract from the logit of this grasp. */
    double of(Pose graspInBase) {
        double sum = 0;
        for (Pose failed : failedInBase) {
            double distance = failed.distanceMeters(graspInBase) / WIDTH_METERS;
            double yaw = Math.sin(failed.yawRadians() - graspInBase.yawRadians()) / YAW_WIDTH;
            sum += HEIGHT * Math.exp(-distance * distance - yaw * yaw);
        }
        return sum;
    }
}
