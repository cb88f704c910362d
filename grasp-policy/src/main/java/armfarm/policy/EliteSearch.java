package armfarm.policy;

import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Searches around the best so far: uniform candidates first, then candidates around each of the elites, which are carried over, with
 * spreads that halve. In the end the finalists, the best of all that were scored, may be scored once more by the mean over their
 * mirrored views, and the best by that is the answer: where a network errs for one view only, the search does not find it. Unlike the cross-entropy method it fits no distribution, so elites on several objects stay apart; why, and how
 * the two compare: docs/decisions/search.md. Immutable.
 */
public final class EliteSearch implements GraspSearch {
    private final EliteSearchConfig config;

    public EliteSearch(EliteSearchConfig config) {
        this.config = config;
    }

    @Override
    public GraspCandidate search(
            long seed, GraspSpace space, GraspScores scores, Consumer<List<GraspCandidate>> watcher) {
        SplittableRandom random = new SplittableRandom(seed);
        List<GraspCandidate> elites = List.of();
        for (int iteration = 0; iteration < config.iterations(); iteration++) {
            List<Pose> poses = iteration == 0
                    ? space.sample(config.samples(), random)
                    : around(elites, space, Math.pow(0.5, iteration - 1), random);
            List<GraspCandidate> all = new ArrayList<>(elites);
            all.addAll(scores.of(poses));
            elites = GraspCandidate.best(all, config.elites());
            if (iteration == config.iterations() - 1 && config.finalists() > 0) {
                elites = finalists(GraspCandidate.best(all, config.finalists()), scores);
            }
            watcher.accept(elites);
        }
        return elites.get(0);
    }

    private static List<GraspCandidate> finalists(List<GraspCandidate> best, GraspScores scores) {
        List<Pose> poses = best.stream().map(GraspCandidate::graspInBase).toList();
        return GraspCandidate.best(scores.averaged(poses), poses.size());
    }

    private List<Pose> around(List<GraspCandidate> elites, GraspSpace space, double scale, SplittableRandom random) {
        List<Pose> poses = new ArrayList<>(config.refinementSamples());
        for (int i = 0; i < config.refinementSamples(); i++) {
            Pose elite = elites.get(i % elites.size()).graspInBase();
            poses.add(space.clip(
                    elite.xMeters() + scale * config.positionSpreadMeters() * random.nextGaussian(),
                    elite.yMeters() + scale * config.positionSpreadMeters() * random.nextGaussian(),
                    elite.zMeters() + scale * config.heightSpreadMeters() * random.nextGaussian(),
                    elite.yawRadians() + scale * config.yawSpreadRadians() * random.nextGaussian()));
        }
        return poses;
    }
}
