package armfarm.controller.state;

import armfarm.messages.board.FarmPhase;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is measured and decides what the farm is in. Immutable.
 *
 * @param phase of the run
 * @param pause why the farm begins nothing, and what to do
 * @param reported what parts of the farm say of themselves
 */
public record FarmFacts(
        FarmPhase phase,
        Optional<String> pause,
        PlanFacts plan,
        TrainerFacts trainer,
        List<Notice> reported,
        List<ArmFacts> arms,
        List<ComponentFacts> components) {
    public FarmFacts {
        reported = List.copyOf(reported);
        arms = List.copyOf(arms);
        components = List.copyOf(components);
    }
}
