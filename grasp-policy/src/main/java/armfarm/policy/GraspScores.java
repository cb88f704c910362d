package armfarm.policy;

import armfarm.messages.Pose;
import java.util.List;

/** Scores grasps on one observation; what a search asks. The same grasps get the same bits. */
@FunctionalInterface
public interface GraspScores {
    /** Scores each grasp of a batch, in their order. */
    List<GraspCandidate> of(List<Pose> graspsInBase);

    /** The same by the mean over all mirrored views: surer, and so many times dearer. Without mirrors the same as {@link #of}. */
    default List<GraspCandidate> averaged(List<Pose> graspsInBase) {
        return of(graspsInBase);
    }
}
