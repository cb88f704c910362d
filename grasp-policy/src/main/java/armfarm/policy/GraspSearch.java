package armfarm.policy;

import armfarm.messages.Pose;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Searches a space for the grasp that ranks highest. A pure function of seed, space and scores; immutable. */
public interface GraspSearch {
    /**
     * Searches.
     *
     * @param scores scores each pose of a batch, in their order
     * @param watcher given the elites of each iteration, best first
     * @return the best of all that were scored
     */
    GraspCandidate search(
            long seed,
            GraspSpace space,
            Function<List<Pose>, List<GraspCandidate>> scores,
            Consumer<List<GraspCandidate>> watcher);
}
