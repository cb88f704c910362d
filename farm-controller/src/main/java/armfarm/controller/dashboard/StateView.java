package armfarm.controller.dashboard;

import armfarm.controller.state.ComponentState;
import armfarm.controller.state.FarmCondition;
import armfarm.controller.state.FarmState;
import armfarm.controller.state.Notice;
import java.util.List;
import java.util.Optional;

/**
 * What the farm is in, and why.
 *
 * @param problem the most urgent of what is wrong, in one line; null if nothing is
 * @param notices everything that somebody should know, the most urgent first
 */
public record StateView(
        FarmCondition phase, Optional<String> problem, List<Notice> notices, List<ComponentState> components) {
    public StateView {
        notices = List.copyOf(notices);
        components = List.copyOf(components);
    }

    public static StateView of(FarmState state) {
        return new StateView(state.condition(), state.problem().map(Notice::line), state.notices(), state.components());
    }
}
