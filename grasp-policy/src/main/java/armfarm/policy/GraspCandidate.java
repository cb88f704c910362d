package armfarm.policy;

import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A scored grasp.
 *
 * @param logit as scored
 * @param rank logit minus penalty: what a search maximises
 */
public record GraspCandidate(Pose graspInBase, double logit, double rank) {
    /** 0..1, as scored. */
    public double successProbability() {
        return 1 / (1 + Math.exp(-logit));
    }

    /** So many of the highest rank, best first; of equals those that came first. */
    static List<GraspCandidate> best(List<GraspCandidate> candidates, int count) {
        List<GraspCandidate> sorted = new ArrayList<>(candidates);
        sorted.sort(Comparator.comparingDouble(GraspCandidate::rank).reversed());
        return List.copyOf(sorted.subList(0, Math.min(count, sorted.size())));
    }
}
