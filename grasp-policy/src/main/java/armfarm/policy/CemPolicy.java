package armfarm.policy;

import armfarm.messages.ModelVersion;
import armfarm.messages.MotorCommand;
import armfarm.messages.PolicyDecision;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The grasp that a model predicts to be best, found by search. Thread-safe. */
public final class CemPolicy implements GraspPolicy {
    private final ModelVersion model;
    private final GraspSuccessPredictor predictor;
    private final CemConfig config;
    private final RepeatPenaltyConfig repeatPenalty;

    public CemPolicy(ModelVersion model, GraspSuccessPredictor predictor, CemConfig config) {
        this(model, predictor, config, RepeatPenaltyConfig.defaults());
    }

    public CemPolicy(
            ModelVersion model, GraspSuccessPredictor predictor, CemConfig config, RepeatPenaltyConfig repeatPenalty) {
        this.model = model;
        this.predictor = predictor;
        this.config = config;
        this.repeatPenalty = repeatPenalty;
    }

    public ModelVersion model() {
        return model;
    }

    @Override
    public PolicyDecision decide(Observation observation, long seed) {
        return decide(observation, seed, elites -> {});
    }

    /**
     * The same decision, watched.
     *
     * @param watcher given the elites of each iteration of the search, best first
     */
    public PolicyDecision decide(
            Observation observation, long seed, Consumer<List<CrossEntropyMethod.Candidate>> watcher) {
        RepeatPenalty penalty = new RepeatPenalty(observation.failedGraspsInBase(), repeatPenalty);
        CrossEntropyMethod.Candidate best = new CrossEntropyMethod(config)
                .search(
                        seed,
                        observation.space(),
                        grasps -> predictor.logits(observation.preGraspImage(), observation.camera(), grasps),
                        penalty::of,
                        watcher);
        return new PolicyDecision(
                Optional.of(model),
                false,
                OptionalLong.of(seed),
                MotorCommand.between(observation.gripperInBase(), best.graspInBase()),
                OptionalDouble.of(best.successProbability()),
                Optional.of(new DecisionSettings(config, repeatPenalty, observation.space()).toJson()));
    }
}
