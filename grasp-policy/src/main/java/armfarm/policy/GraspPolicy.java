package armfarm.policy;

import armfarm.messages.PolicyDecision;

/** From an observation to a command. Implementations say whether they are thread-safe. */
public interface GraspPolicy {
    /** @param seed makes the decision repeatable: same observation, model and seed, same decision */
    PolicyDecision decide(Observation observation, long seed);
}
