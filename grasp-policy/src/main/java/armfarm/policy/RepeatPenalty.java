package armfarm.policy;

import armfarm.messages.Pose;
import java.util.List;

/** Lowers the logit of grasps near ones that failed while the scene stayed the same. Immutable. */
final class RepeatPenalty {
    private final List<Pose> failedInBase;
    private final RepeatPenaltyConfig config;

    RepeatPenalty(List<Pose> failedInBase, RepeatPenaltyConfig config) {
        this.failedInBase = failedInBase;
        this.config = config;
    }

    /** What to subtract from the logit of this grasp. */
    double of(Pose graspInBase) {
        double sum = 0;
        for (Pose failed : failedInBase) {
            double distance = failed.distanceMeters(graspInBase) / config.widthMeters();
            double yaw = Math.sin(failed.yawRadians() - graspInBase.yawRadians()) / config.yawWidth();
            sum += config.height() * Math.exp(-distance * distance - yaw * yaw);
        }
        return sum;
    }
}
