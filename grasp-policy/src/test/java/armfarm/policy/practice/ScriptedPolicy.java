package armfarm.policy.practice;

import armfarm.messages.ModelVersion;
import armfarm.messages.MotorCommand;
import armfarm.messages.PolicyDecision;
import armfarm.messages.Pose;
import armfarm.policy.GraspPolicy;
import armfarm.policy.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Always chooses the same grasp and remembers what it was shown. */
final class ScriptedPolicy implements GraspPolicy {
    final List<Observation> shown = new ArrayList<>();
    private final Pose graspInBase;
    private final Optional<ModelVersion> model;
    private final boolean exploration;

    private ScriptedPolicy(Pose graspInBase, Optional<ModelVersion> model, boolean exploration) {
        this.graspInBase = graspInBase;
        this.model = model;
        this.exploration = exploration;
    }

    static ScriptedPolicy random(Pose graspInBase) {
        return new ScriptedPolicy(graspInBase, Optional.empty(), false);
    }

    static ScriptedPolicy of(String model, Pose graspInBase) {
        return new ScriptedPolicy(graspInBase, Optional.of(new ModelVersion(model)), false);
    }

    @Override
    public PolicyDecision decide(Observation observation, long seed) {
        shown.add(observation);
        return new PolicyDecision(
                model,
                exploration,
                OptionalLong.of(seed),
                MotorCommand.between(observation.gripperInBase(), graspInBase),
                model.isPresent() ? OptionalDouble.of(0.7) : OptionalDouble.empty(),
                Optional.of("{}"));
    }
}
