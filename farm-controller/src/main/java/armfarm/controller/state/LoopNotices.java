package armfarm.controller.state;

import armfarm.messages.supervision.LoopProblem;
import armfarm.messages.supervision.LoopState;
import armfarm.messages.supervision.Supervision;
import armfarm.policy.learning.TrainerLoop;
import java.util.List;

/** What the loops of a process have to tell. Stateless. */
public final class LoopNotices {
    private LoopNotices() {}

    /**
     * One notice for each loop that does not work now, those that never will first. A round of training that failed is a notice of
     * its own and not repeated here. Never blocks for long.
     */
    public static List<Notice> of(Supervision supervision) {
        return supervision.problems().stream()
                .filter(problem -> !isFailedRound(problem))
                .map(LoopNotices::notice)
                .toList();
    }

    private static boolean isFailedRound(LoopProblem problem) {
        return problem.loop().equals(TrainerLoop.NAME) && problem.state() == LoopState.RESTARTING;
    }

    private static Notice notice(LoopProblem problem) {
        return new Notice(
                Notice.Kind.LOOP_FAILED,
                problem.state() == LoopState.RESTARTING ? Notice.Urgency.HEALS : Notice.Urgency.PERSON,
                problem.text(),
                problem.mayHeal() ? "" : "start this process again, and look at its log",
                List.of());
    }
}
