package armfarm.policy;

import armfarm.messages.ModelVersion;
import armfarm.messages.MotorCommand;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The grasp that a model predicts to be best, found by search. Thread-safe. */
public final class SearchPolicy implements GraspPolicy {
    private final ModelVersion model;
    private final GraspSuccessPredictor predictor;
    private final SearchConfig search;
    private final RepeatPenaltyConfig repeatPenalty;

    public SearchPolicy(ModelVersion model, GraspSuccessPredictor predictor, SearchConfig search) {
        this(model, predictor, search, RepeatPenaltyConfig.defaults());
    }

    public SearchPolicy(
            ModelVersion model,
            GraspSuccessPredictor predictor,
            SearchConfig search,
            RepeatPenaltyConfig repeatPenalty) {
        this.model = model;
        this.predictor = predictor;
        this.search = search;
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
    public PolicyDecision decide(Observation observation, long seed, Consumer<List<GraspCandidate>> watcher) {
        RepeatPenalty penalty = new RepeatPenalty(observation.failedGraspsInBase(), repeatPenalty);
        SceneLogits scene = predictor.on(observation.view());
        GraspCandidate best = search.newSearch().search(seed, observation.space(), new Scores(scene, penalty), watcher);
        return new PolicyDecision(
                Optional.of(model),
                false,
                OptionalLong.of(seed),
                MotorCommand.between(observation.gripperInBase(), best.graspInBase()),
                OptionalDouble.of(best.successProbability()),
                Optional.of(new DecisionSettings(search, repeatPenalty, observation.space()).toJson()),
                causes(scene, best));
    }

    /** Only of what was chosen: the search does not ask why. */
    private Optional<PredictedCauses> causes(SceneLogits scene, GraspCandidate chosen) {
        return scene.causesOfFailure(chosen.graspInBase())
                .map(causes -> causes.scaledTo(1 - chosen.successProbability()));
    }

    /** Of one observation, less what a repeated failure costs. */
    private record Scores(SceneLogits logits, RepeatPenalty penalty) implements GraspScores {
        @Override
        public List<GraspCandidate> of(List<Pose> grasps) {
            return candidates(grasps, logits.of(grasps));
        }

        @Override
        public List<GraspCandidate> averaged(List<Pose> grasps) {
            return candidates(grasps, logits.averaged(grasps));
        }

        private List<GraspCandidate> candidates(List<Pose> grasps, float[] found) {
            List<GraspCandidate> scored = new ArrayList<>(grasps.size());
            for (int i = 0; i < found.length; i++) {
                Pose grasp = grasps.get(i);
                scored.add(new GraspCandidate(grasp, found[i], found[i] - penalty.of(grasp)));
            }
            return scored;
        }
    }
}
