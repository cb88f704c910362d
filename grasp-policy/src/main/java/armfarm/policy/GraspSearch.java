package armfarm.policy;

import java.util.List;
import java.util.function.Consumer;

/** Searches a space for the grasp that ranks highest. A pure function of seed, space and scores; immutable. */
public interface GraspSearch {
    /**
     * Searches.
     *
     * @param scores asked for batches of grasps
     * @param watcher given the elites of each iteration, best first
     * @return the best of all that were scored; where finalists are scored once more, the best of them by that score
     */
    GraspCandidate search(long seed, GraspSpace space, GraspScores scores, Consumer<List<GraspCandidate>> watcher);
}
