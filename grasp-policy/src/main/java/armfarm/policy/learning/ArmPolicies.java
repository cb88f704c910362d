package armfarm.policy.learning;

import armfarm.messages.ModelVersion;
import armfarm.policy.CemConfig;
import armfarm.policy.GraspPolicy;
import armfarm.policy.RandomPolicy;
import armfarm.policy.practice.PolicySource;
import armfarm.policy.release.CurrentModel;
import armfarm.policy.release.PolicySubscriber;
import armfarm.policy.release.ServedModel;
import java.util.Optional;

/** The policies of the model that is now on the arms. */
final class ArmPolicies implements PolicySource {
    private final CurrentModel current;
    private final PolicySubscriber subscriber;

    ArmPolicies(CurrentModel current, double explorationShare) {
        this.current = current;
        this.subscriber = new PolicySubscriber(current, CemConfig.defaults(), explorationShare);
    }

    @Override
    public GraspPolicy random() {
        return new RandomPolicy();
    }

    @Override
    public GraspPolicy collecting() {
        return subscriber.forNextAttempt();
    }

    @Override
    public Optional<GraspPolicy> greedy() {
        return current.model().map(subscriber::greedy);
    }

    @Override
    public Optional<ModelVersion> model() {
        return current.model().map(ServedModel::version);
    }
}
