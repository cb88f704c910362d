package armfarm.controller.roles;

import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.PlanState;
import armfarm.messages.board.TrainerReport;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import armfarm.policy.learning.TrainerLoop;
import armfarm.policy.learning.TrainerStatus;
import java.time.Duration;
import java.util.List;

/**
 * The trainer in this process: trains, answers the controller that wants a last round, and tells the board how it is and how far
 * practice may run ahead of it. Thread-safe, except that one thread starts and closes it.
 */
final class TrainerDuty implements AutoCloseable {
    private final TrainerLoop trainer;
    private final FarmBoard board;
    private final String process;
    private final Runnable countStored;
    private final List<SupervisedLoop> loops;
    private long askedRound;

    /**
     * @param process name of this process on the board
     * @param every pause between two looks at the board
     * @param countStored makes the trainer know all that is stored now; may block
     */
    TrainerDuty(
            Supervision supervision,
            TrainerLoop trainer,
            FarmBoard board,
            String process,
            Duration every,
            Runnable countStored) {
        this.trainer = trainer;
        this.board = board;
        this.process = process;
        this.countStored = countStored;
        LoopOptions options =
                LoopOptions.defaults().withPauses(every, Duration.ofSeconds(2)).notInterrupted(Duration.ofSeconds(4));
        loops = List.of(
                supervision.every(every, "answer to the controller", () -> answer(board.plan()), options),
                supervision.every(every, "report of the trainer", this::tell, options));
    }

    /** Tells the board before anything is trained or practised. */
    void start() {
        tell();
        trainer.start();
        loops.forEach(SupervisedLoop::start);
    }

    private void answer(PlanState plan) {
        if (plan.lastRoundWanted() <= plan.lastRoundDone()) {
            return;
        }
        if (askedRound != plan.lastRoundWanted()) {
            countStored.run();
            askedRound = plan.lastRoundWanted();
            trainer.requestLastRound();
        } else if (!trainer.busy()) {
            board.lastRoundDone(askedRound);
        }
    }

    private void tell() {
        TrainerStatus status = trainer.status();
        board.limitPractice(trainer.practiceLimit());
        board.report(new TrainerReport(
                process,
                status.state(),
                status.round(),
                status.drawsDone(),
                status.drawsTotal(),
                status.loss(),
                status.took(),
                true,
                Duration.ZERO));
    }

    TrainerLoop trainer() {
        return trainer;
    }

    /** Ends training, also in the middle of a round. Never blocks. */
    void stop() {
        trainer.stop();
        loops.forEach(SupervisedLoop::stop);
    }

    @Override
    public void close() {
        loops.forEach(SupervisedLoop::close);
        trainer.close();
    }
}
