package armfarm.policy.training;

import armfarm.messages.AttemptId;
import java.util.List;
import java.util.function.Consumer;

/** Where the trainer gets images and grasps from. */
@FunctionalInterface
public interface ExampleSource {
    /**
     * Hands over these attempts, each once, in any order. The trainer keeps what it cut out of them, so it asks for an
     * attempt only once in its life.
     */
    void load(List<AttemptId> attempts, Consumer<GraspExample> sink);
}
