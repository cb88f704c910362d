package armfarm.policy.practice;

import armfarm.messages.ModelVersion;
import armfarm.policy.GraspPolicy;
import armfarm.policy.RandomPolicy;
import java.util.Optional;

/** Policies that always choose {@link Attempted#GRASP}, of whatever model is now on the arms. */
final class ScriptedPolicies implements PolicySource {
    /** Their decisions can be told by the name of the model. */
    static final String GREEDY = "-greedy";

    private Optional<String> model = Optional.empty();
    private GraspPolicy random = ScriptedPolicy.random(Attempted.GRASP);

    void use(String newModel) {
        model = Optional.of(newModel);
    }

    /** Instead of the one grasp, which is not within reach everywhere. */
    void drawAtRandom() {
        random = new RandomPolicy();
    }

    @Override
    public GraspPolicy random() {
        return random;
    }

    @Override
    public GraspPolicy collecting() {
        return model.<GraspPolicy>map(name -> ScriptedPolicy.of(name, Attempted.GRASP))
                .orElseGet(this::random);
    }

    @Override
    public Optional<GraspPolicy> greedy() {
        return model.map(name -> ScriptedPolicy.of(name + GREEDY, Attempted.GRASP));
    }

    @Override
    public Optional<ModelVersion> model() {
        return model.map(ModelVersion::new);
    }
}
