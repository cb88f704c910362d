package armfarm.policy;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.PolicyDecision;
import java.util.SplittableRandom;

/** Mostly another policy, at times a random grasp, so that the data never stops covering the space. Thread-safe. */
public final class EpsilonRandomPolicy implements GraspPolicy {
    /** Measured, with 0.05 and 0.10 beside it (docs/results.md, "Whole farms, seed by seed", "Fresher models, fewer random grasps"). */
    public static final double DEFAULT_SHARE = 0.02;

    /** A choice, any number does: keeps the coin apart from the draws that the chosen policy makes with the same seed. */
    private static final long COIN = 0x5DEECE66DL;

    private final GraspPolicy policy;
    private final GraspPolicy random = new RandomPolicy();
    private final double explorationShare;

    /** @param explorationShare share of random grasps, 0..1 */
    public EpsilonRandomPolicy(GraspPolicy policy, double explorationShare) {
        if (!(explorationShare >= 0 && explorationShare <= 1)) {
            throw new FarmException(
                    ErrorCode.CONFIG, "Exploration share " + explorationShare + " is not valid: expected 0..1");
        }
        this.policy = policy;
        this.explorationShare = explorationShare;
    }

    @Override
    public PolicyDecision decide(Observation observation, long seed) {
        if (new SplittableRandom(seed ^ COIN).nextDouble() >= explorationShare) {
            return policy.decide(observation, seed);
        }
        PolicyDecision drawn = random.decide(observation, seed);
        return new PolicyDecision(
                drawn.model(), true, drawn.cemSeed(), drawn.command(), drawn.predictedProbability(), drawn.settings());
    }
}
