package armfarm.controller;

import armfarm.controller.state.Notice;
import armfarm.messages.supervision.LoopProblem;
import armfarm.messages.supervision.LoopState;
import armfarm.messages.supervision.Supervision;
import armfarm.policy.learning.TrainerLoop;
import java.util.List;

/** What loops that do not work mean for the state of a process. */
public final class LoopNotices {
    private LoopNotices() {}

    /** A round of training that failed is a notice of its own and not repeated here. */
    public static List<Notice> of(Supervision loops) {
        return loops.problems().stream()
                .filter(problem -> !isFailedRound(problem))
                .map(problem -> Notice.of(Notice.Kind.LOOP_FAILED, urgency(problem), problem.text()))
                .toList();
    }

    private static boolean isFailedRound(LoopProblem problem) {
        return problem.loop().equals(TrainerLoop.NAME) && problem.state() == LoopState.RESTARTING;
    }

    private static Notice.Urgency urgency(LoopProblem problem) {
        return problem.state() == LoopState.RESTARTING ? Notice.Urgency.HEALS : Notice.Urgency.PERSON;
    }
}
