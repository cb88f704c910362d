package armfarm.controller.state;

import armfarm.messages.supervision.LoopProblem;
import armfarm.messages.supervision.Supervision;
import java.util.List;

/** What the loops of a process have to tell. Stateless. */
public final class LoopNotices {
    private LoopNotices() {}

    /** One notice for each loop that does not work now, those that never will first. Never blocks for long. */
    public static List<Notice> of(Supervision supervision) {
        return supervision.problems().stream().map(LoopNotices::notice).toList();
    }

    private static Notice notice(LoopProblem problem) {
        return new Notice(
                Notice.Kind.LOOP_FAILED,
                problem.mayHeal() ? Notice.Urgency.HEALS : Notice.Urgency.PERSON,
                problem.text(),
                problem.mayHeal() ? "" : "start this process again, and look at its log",
                List.of());
    }
}
