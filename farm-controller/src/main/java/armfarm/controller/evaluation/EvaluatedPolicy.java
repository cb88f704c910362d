package armfarm.controller.evaluation;

import armfarm.messages.JpegCodec;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import armfarm.messages.RgbImage;
import armfarm.policy.Observation;
import armfarm.policy.SearchConfig;
import armfarm.policy.SearchPolicy;
import armfarm.policy.practice.GraspSpaces;
import armfarm.policy.release.ServedModel;
import armfarm.simulation.OraclePolicy;
import armfarm.simulation.RandomGrasps;
import armfarm.simulation.SimulatedArm;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** What is evaluated: chooses a grasp for what a simulated arm sees. Implementations are thread-safe. */
public interface EvaluatedPolicy {
    /** Of reports: random, oracle, or a model's version. */
    String name();

    /** @param seed the same scene, arm and seed give the same choice */
    Choice choose(SimulatedArm arm, long seed);

    /**
     * A chosen grasp.
     *
     * @param predictedSuccess probability, 0..1; empty where nothing is predicted
     * @param predictedCauses of failing; likewise, and of models that do not predict them
     */
    record Choice(Pose graspInBase, OptionalDouble predictedSuccess, Optional<PredictedCauses> predictedCauses) {
        /** Without a prediction. */
        Choice(Pose graspInBase) {
            this(graspInBase, OptionalDouble.empty(), Optional.empty());
        }
    }

    /** Uniform over the workspace. */
    static EvaluatedPolicy random() {
        return new EvaluatedPolicy() {
            @Override
            public String name() {
                return "random";
            }

            @Override
            public Choice choose(SimulatedArm arm, long seed) {
                return new Choice(new RandomGrasps(new SplittableRandom(seed)).draw());
            }
        };
    }

    /** {@link OraclePolicy}, which reads the simulator's truth. */
    static EvaluatedPolicy oracle() {
        return new EvaluatedPolicy() {
            @Override
            public String name() {
                return "oracle";
            }

            @Override
            public Choice choose(SimulatedArm arm, long seed) {
                return new Choice(new OraclePolicy().choose(arm));
            }
        };
    }

    /** What a model rates best of what a search finds, in the image as the farm would have stored it, with its depth if the model sees it. */
    static EvaluatedPolicy model(ServedModel model, SearchConfig search) {
        boolean needsDepth = model.manifest().features().input().needsDepth();
        SearchPolicy policy = new SearchPolicy(model.version(), model.predictor(), search);
        return new EvaluatedPolicy() {
            @Override
            public String name() {
                return model.version().name();
            }

            @Override
            public Choice choose(SimulatedArm arm, long seed) {
                RgbImage stored = JpegCodec.decode(JpegCodec.encode(arm.capture(), JpegCodec.DEFAULT_QUALITY));
                Pose gripper = arm.gripperInBase();
                PolicyDecision decision = policy.decide(
                        new Observation(
                                stored,
                                needsDepth ? Optional.of(arm.depth()) : Optional.empty(),
                                arm.camera(),
                                gripper,
                                GraspSpaces.of(SimulatedArm.WORKSPACE),
                                List.of()),
                        seed);
                return new Choice(
                        decision.command().appliedTo(gripper),
                        decision.predictedProbability(),
                        decision.predictedCauses());
            }
        };
    }
}
