package armfarm.controller.roles;

import armfarm.controller.ArmStation;
import armfarm.controller.FarmArms;
import armfarm.controller.PractisingArms;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.supervision.Supervision;
import armfarm.policy.practice.ArmActivity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The arms that this process drives: each practises by the board's plan, and what it does is told there. Thread-safe, except that
 * one thread adds, starts and stops them.
 */
final class ArmDuty implements AutoCloseable {
    private final FarmBoard board;
    private final Supplier<Optional<String>> mentioned;
    private final Runnable beforeEvaluation;
    private final PractisingArms practising;
    private final ArmReporter reporter;
    private final List<BoardTasks> tasks = new CopyOnWriteArrayList<>();

    /**
     * @param every pause between two looks at the board
     * @param mentioned what the process has to say beside what its arms do
     * @param beforeEvaluation makes sure that the newest model is in use
     */
    ArmDuty(
            Supervision supervision,
            FarmBoard board,
            Duration every,
            Supplier<Optional<String>> mentioned,
            Runnable beforeEvaluation) {
        this.board = board;
        this.mentioned = mentioned;
        this.beforeEvaluation = beforeEvaluation;
        practising = new PractisingArms(supervision);
        reporter = new ArmReporter(supervision, board, every);
    }

    /**
     * Adds an arm. Before {@link #start}.
     *
     * @param index of the arm in the configuration, which is its partition of the event stream
     * @param process name of this arm's process on the board, another one for each arm and start
     * @return the tasks of the arm
     */
    BoardTasks add(ArmStation station, FarmArms.Arm arm, int index, String process, long firstAttemptNumber) {
        BoardTasks own = new BoardTasks(board, arm.id(), process, board.plan(), beforeEvaluation);
        PractisingArms.Member member = station.addTo(practising, arm, index, own, firstAttemptNumber);
        reporter.add(new ArmReporter.Arm(process, member, own, mentioned));
        tasks.add(own);
        return own;
    }

    /** The arms practise from now on, as the board's plan says. */
    void start() {
        reporter.start();
        practising.start();
    }

    /** What each arm does; a view that grows while arms are added. */
    List<ArmActivity> activities() {
        return practising.activities();
    }

    /** Attempts made since the start. */
    long made() {
        return practising.attempts();
    }

    /** The arms' last attempt numbers, added up: all attempts they ever began. */
    long numbered() {
        return practising.numbered();
    }

    /** Practice attempts that came to an end since the start. */
    long completed() {
        return tasks.stream().mapToLong(BoardTasks::completed).sum();
    }

    /** Whether no attempt is under way. */
    boolean idle() {
        return tasks.stream().noneMatch(BoardTasks::underWay);
    }

    /** Lets no arm begin another attempt. Returns at once. */
    void stop() {
        practising.stop();
    }

    /** Waits for the last attempts after {@link #stop}, then interrupts what still moves; bounded. */
    void awaitEnd() {
        practising.awaitEnd();
    }

    /** Tells the board that the arms have stopped. */
    @Override
    public void close() {
        reporter.close();
    }
}
