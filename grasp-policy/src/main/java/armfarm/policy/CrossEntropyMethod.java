package armfarm.policy;

import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The cross-entropy method: draws candidates from a distribution, fits a Gaussian to the best of them, draws from that, and so on;
 * the best of all that were drawn is the answer. The first distribution is uniform over the space.
 *
 * <p>Source: Levine et al. 2016, sec. IV-B, which also keeps samples inside the workspace. What it leaves open is in
 * docs/decisions/search.md. Immutable.
 */
public final class CrossEntropyMethod implements GraspSearch {
    private final CemConfig config;

    public CrossEntropyMethod(CemConfig config) {
        this.config = config;
    }

    @Override
    public GraspCandidate search(
            long seed, GraspSpace space, GraspScores scores, Consumer<List<GraspCandidate>> watcher) {
        SplittableRandom random = new SplittableRandom(seed);
        List<GraspCandidate> elites = iterate(space.sample(config.samples(), random), scores, watcher);
        GraspCandidate best = elites.get(0);
        for (int iteration = 1; iteration < config.iterations(); iteration++) {
            GraspGaussian fitted = GraspGaussian.fit(
                    elites.stream().map(GraspCandidate::graspInBase).toList(), config);
            elites = iterate(draw(fitted, space, random), scores, watcher);
            best = elites.get(0).rank() > best.rank() ? elites.get(0) : best;
        }
        return best;
    }

    private List<GraspCandidate> iterate(List<Pose> poses, GraspScores scores, Consumer<List<GraspCandidate>> watcher) {
        List<GraspCandidate> elites = GraspCandidate.best(scores.of(poses), config.elites());
        watcher.accept(elites);
        return elites;
    }

    private List<Pose> draw(GraspGaussian gaussian, GraspSpace space, SplittableRandom random) {
        List<Pose> poses = new ArrayList<>(config.samples());
        for (int i = 0; i < config.samples(); i++) {
            poses.add(gaussian.draw(space, random));
        }
        return poses;
    }
}
