package armfarm.cli;

import armfarm.messages.supervision.LoopProblem;
import java.io.PrintStream;
import java.util.List;

/** The exit code of a process that ran for long: it is no success while something in it did not work at its end. */
final class Unhealed {
    static final int EXIT_CODE = 1;

    private Unhealed() {}

    /**
     * Says what did not work any more, as the last thing that is said.
     *
     * @param otherwise the exit code if all did
     */
    static int exitCode(List<LoopProblem> unhealed, int otherwise, PrintStream out) {
        if (unhealed.isEmpty()) {
            return otherwise;
        }
        unhealed.forEach(problem -> out.println("armfarm: at the end this did not work: " + problem.text()));
        return otherwise == 0 || otherwise == UpCommand.INTERRUPTED ? EXIT_CODE : otherwise;
    }
}
