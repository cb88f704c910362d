package armfarm.policy.practice;

import armfarm.messages.ModelVersion;
import armfarm.policy.GraspPolicy;
import java.util.Optional;

/** The policies an arm may use for its next attempt. Asked between attempts only; thread-safe. */
public interface PolicySource {
    GraspPolicy random();

    /** For practice: the model now on the arms with its share of exploration, or random while there is none. */
    GraspPolicy collecting();

    /** For evaluation: the model now on the arms without exploration, with the wide search. */
    Optional<GraspPolicy> greedy();

    Optional<ModelVersion> model();
}
