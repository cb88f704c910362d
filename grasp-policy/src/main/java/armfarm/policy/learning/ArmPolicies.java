package armfarm.policy.learning;

import armfarm.messages.ModelVersion;
import armfarm.policy.EpsilonRandomPolicy;
import armfarm.policy.GraspPolicy;
import armfarm.policy.RandomPolicy;
import armfarm.policy.SearchConfig;
import armfarm.policy.SearchPolicy;
import armfarm.policy.practice.PolicySource;
import armfarm.policy.practice.PracticeConfig;
import armfarm.policy.release.ServedModel;
import java.util.Optional;

/**
 * The model now on the arms of this process, and the policies it makes. An arm asks before an attempt and keeps the answer to its
 * end, so a model never changes in between. Thread-safe; never blocks.
 */
final class ArmPolicies implements PolicySource {
    private final PracticeConfig practice;
    private volatile Optional<ServedModel> served = Optional.empty();

    ArmPolicies(PracticeConfig practice) {
        this.practice = practice;
    }

    /** Arms use it from their next attempts on. */
    void use(ServedModel checked) {
        served = Optional.of(checked);
    }

    /** Empty until the first model. */
    Optional<ServedModel> served() {
        return served;
    }

    @Override
    public GraspPolicy random() {
        return new RandomPolicy();
    }

    @Override
    public GraspPolicy collecting() {
        return policy(practice.search())
                .<GraspPolicy>map(best -> new EpsilonRandomPolicy(best, practice.explorationShare()))
                .orElseGet(RandomPolicy::new);
    }

    @Override
    public Optional<GraspPolicy> greedy() {
        return policy(practice.wideSearch());
    }

    private Optional<GraspPolicy> policy(SearchConfig search) {
        return served.map(model -> new SearchPolicy(model.version(), model.predictor(), search));
    }

    @Override
    public Optional<ModelVersion> model() {
        return served.map(ServedModel::version);
    }
}
