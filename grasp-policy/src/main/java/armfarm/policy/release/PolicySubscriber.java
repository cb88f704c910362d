package armfarm.policy.release;

import armfarm.policy.CemConfig;
import armfarm.policy.CemPolicy;
import armfarm.policy.EpsilonRandomPolicy;
import armfarm.policy.GraspPolicy;
import armfarm.policy.RandomPolicy;

/**
 * Gives an arm its policy for one attempt. The arm asks before the attempt and keeps the answer to its end, so a model
 * never changes in between. Thread-safe.
 */
public final class PolicySubscriber {
    private final CurrentModel current;
    private final CemConfig search;
    private final double explorationShare;

    /** @param explorationShare share of random grasps while collecting, 0..1 */
    public PolicySubscriber(CurrentModel current, CemConfig search, double explorationShare) {
        this.current = current;
        this.search = search;
        this.explorationShare = explorationShare;
    }

    /** To collect data: the current model with exploration; random until there is a model. */
    public GraspPolicy forNextAttempt() {
        return current.model()
                .<GraspPolicy>map(model -> new EpsilonRandomPolicy(greedy(model), explorationShare))
                .orElseGet(RandomPolicy::new);
    }

    /** To evaluate or demonstrate: this model's best grasp, no exploration. */
    public CemPolicy greedy(ServedModel model) {
        return new CemPolicy(model.version(), model.predictor(), search);
    }
}
