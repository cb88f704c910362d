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
        GraspCandidate best =
                search.newSearch().search(seed, observation.space(), new Scores(observation, penalty), watcher);
        return new PolicyDecision(
                Optional.of(model),
                false,
                OptionalLong.of(seed),
                MotorCommand.between(observation.gripperInBase(), best.graspInBase()),
                OptionalDouble.of(best.successProbability()),
                Optional.of(new DecisionSettings(search, repeatPenalty, observation.space()).toJson()),
                causes(observation, best));
    }

    /** Only of what was chosen: the search does not ask why. */
    private Optional<PredictedCauses> causes(Observation observation, GraspCandidate chosen) {
        return predictor
                .causesOfFailure(observation.preGraspImage(), observation.camera(), chosen.graspInBase())
                .map(causes -> causes.scaledTo(1 - chosen.successProbability()));
    }

    /** Of one observation, less what a repeated failure costs. */
    private final class Scores implements GraspScores {
        private final Observation observation;
        private final RepeatPenalty penalty;

        Scores(Observation observation, RepeatPenalty penalty) {
            this.observation = observation;
            this.penalty = penalty;
        }

        @Override
        public List<GraspCandidate> of(List<Pose> grasps) {
            return candidates(grasps, predictor.logits(observation.preGraspImage(), observation.camera(), grasps));
        }

        @Override
        public List<GraspCandidate> averaged(List<Pose> grasps) {
            return candidates(
                    grasps, predictor.averagedLogits(observation.preGraspImage(), observation.camera(), grasps));
        }

        private List<GraspCandidate> candidates(List<Pose> grasps, float[] logits) {
            List<GraspCandidate> scored = new ArrayList<>(grasps.size());
            for (int i = 0; i < logits.length; i++) {
                Pose grasp = grasps.get(i);
                scored.add(new GraspCandidate(grasp, logits[i], logits[i] - penalty.of(grasp)));
            }
            return scored;
        }
    }
}
