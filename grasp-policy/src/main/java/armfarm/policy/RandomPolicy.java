package armfarm.policy;

import armfarm.messages.MotorCommand;
import armfarm.messages.PolicyDecision;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** A grasp drawn uniformly from the space: the first attempts and the baseline. Thread-safe. */
public final class RandomPolicy implements GraspPolicy {
    @Override
    public PolicyDecision decide(Observation observation, long seed) {
        return new PolicyDecision(
                Optional.empty(),
                false,
                OptionalLong.of(seed),
                MotorCommand.between(
                        observation.gripperInBase(), observation.space().sample(new SplittableRandom(seed))),
                OptionalDouble.empty(),
                Optional.of(DecisionSettings.random(observation.space()).toJson()));
    }
}
