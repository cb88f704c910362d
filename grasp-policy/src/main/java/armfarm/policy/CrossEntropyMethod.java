package armfarm.policy;

import armfarm.messages.Pose;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Searches the best grasp: uniform candidates first, then candidates around the elites, which are carried over, with
 * spreads that halve. A pure function of seed, space and scores. Immutable.
 *
 * <p>Source: Levine et al. 2016, sec. IV-B, which fits one Gaussian to the elites instead. A choice: elites may lie on several
 * objects, and the middle of such a Gaussian between them. Halving is a choice too, of the measured recipe.
 */
public final class CrossEntropyMethod {
    private final CemConfig config;

    public CrossEntropyMethod(CemConfig config) {
        this.config = config;
    }

    /**
     * @param scores gives one logit for each candidate of a batch
     * @param penalty subtracted from a candidate's logit in the choice, not in the reported logit
     */
    public Candidate search(
            long seed, GraspSpace space, Function<List<Pose>, float[]> scores, ToDoubleFunction<Pose> penalty) {
        return search(seed, space, scores, penalty, elites -> {});
    }

    /**
     * As above.
     *
     * @param watcher given the elites of each iteration, best first
     */
    public Candidate search(
            long seed,
            GraspSpace space,
            Function<List<Pose>, float[]> scores,
            ToDoubleFunction<Pose> penalty,
            Consumer<List<Candidate>> watcher) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Candidate> elites = List.of();
        for (int iteration = 0; iteration < config.iterations(); iteration++) {
            List<Pose> poses = iteration == 0
                    ? uniform(space, random)
                    : around(elites, space, Math.pow(0.5, iteration - 1), random);
            elites = best(elites, poses, scores.apply(poses), penalty);
            watcher.accept(List.copyOf(elites));
        }
        return elites.get(0);
    }

    private List<Pose> uniform(GraspSpace space, SplittableRandom random) {
        List<Pose> poses = new ArrayList<>(config.samples());
        for (int i = 0; i < config.samples(); i++) {
            poses.add(space.sample(random));
        }
        return poses;
    }

    private List<Pose> around(List<Candidate> elites, GraspSpace space, double scale, SplittableRandom random) {
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

    private List<Candidate> best(
            List<Candidate> elites, List<Pose> poses, float[] logits, ToDoubleFunction<Pose> penalty) {
        List<Candidate> all = new ArrayList<>(elites);
        for (int i = 0; i < poses.size(); i++) {
            Pose pose = poses.get(i);
            all.add(new Candidate(pose, logits[i], logits[i] - penalty.applyAsDouble(pose)));
        }
        all.sort(Comparator.comparingDouble(Candidate::rank).reversed()); // stable: ties keep their order
        return all.subList(0, Math.min(config.elites(), all.size()));
    }

    /**
     * A scored grasp.
     *
     * @param logit as scored
     * @param rank logit minus penalty: what the search maximises
     */
    public record Candidate(Pose graspInBase, double logit, double rank) {
        /** 0..1, as scored. */
        public double successProbability() {
            return 1 / (1 + Math.exp(-logit));
        }
    }
}
