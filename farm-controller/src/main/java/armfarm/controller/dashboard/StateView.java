package armfarm.controller.dashboard;

import armfarm.controller.state.ComponentState;
import armfarm.controller.state.FarmState;
import armfarm.controller.state.Notice;
import java.util.List;
import java.util.Optional;

/**
 * What the farm is in, and why.
 *
 * @param phase one or two words, see docs/status.md
 * @param problem the most urgent of what is wrong, in one line; null if nothing is
 * @param notices everything that somebody should know, the most urgent first
 */
public record StateView(String phase, Optional<String> problem, List<Notice> notices, List<ComponentState> components) {
    public StateView {
        notices = List.copyOf(notices);
        components = List.copyOf(components);
    }

    public static StateView of(FarmState state) {
        return new StateView(state.phase(), state.problem().map(Notice::line), state.notices(), state.components());
    }
}
