package armfarm.controller.roles;

import armfarm.controller.PractisingArms;
import armfarm.messages.FarmException;
import armfarm.messages.Outcome;
import armfarm.messages.board.ArmStatus;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import armfarm.policy.practice.ArmActivity;
import armfarm.policy.practice.ArmSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Again and again: reads the plan for the arms of this process, and tells what they do, each in a loop of its own. Thread-safe, except
 * that one thread adds, starts and closes.
 */
final class ArmReporter implements AutoCloseable {
    /** State of an arm whose process ended in peace. */
    static final String STOPPED = ArmActivity.State.STOPPED.name();

    private static final Logger LOG = LoggerFactory.getLogger(ArmReporter.class);

    private final FarmBoard board;
    private final List<Arm> arms = new CopyOnWriteArrayList<>();
    private final List<SupervisedLoop> loops;

    /**
     * An arm to be told of.
     *
     * @param process another one for each arm and start
     * @param mentioned what else there is to say, while nothing is wrong with the arm itself
     */
    record Arm(String process, PractisingArms.Member member, BoardTasks tasks, Supplier<Optional<String>> mentioned) {}

    /** @param every pause between two looks */
    ArmReporter(Supervision supervision, FarmBoard board, Duration every) {
        this.board = board;
        LoopOptions options =
                LoopOptions.defaults().withPauses(every, every.multipliedBy(2)).notInterrupted(Duration.ofSeconds(4));
        loops = List.of(
                supervision.every(every, "reading of the plan", this::refresh, options),
                supervision.every(every, "report of the arms", this::report, options));
    }

    void add(Arm arm) {
        arms.add(arm);
    }

    void start() {
        loops.forEach(SupervisedLoop::start);
    }

    private void refresh() {
        arms.forEach(arm -> arm.tasks().refresh());
    }

    private void report() {
        arms.forEach(arm -> report(arm, Optional.empty()));
    }

    private void report(Arm it, Optional<String> finalState) {
        ArmSnapshot arm = it.member().activity().snapshot();
        board.report(new ArmStatus(
                arm.arm(),
                it.process(),
                finalState.orElse(arm.state().name()),
                arm.attempts(),
                it.member().lastAttemptNumber().getAsLong(),
                arm.model(),
                arm.lastOutcome().map(Outcome::name),
                arm.stop()
                        .or(() -> arm.trouble().map(ArmActivity.Trouble::text))
                        .or(it.mentioned()),
                arm.latestImage().map(ArmActivity.SeenImage::image),
                arm.latestImage().map(ArmActivity.SeenImage::receivedAt),
                true,
                Duration.ZERO));
    }

    /** Says that the arms have stopped, after their loops have. Bounded. */
    @Override
    public void close() {
        loops.forEach(SupervisedLoop::stop);
        loops.forEach(SupervisedLoop::close);
        for (Arm arm : arms) {
            try {
                arm.tasks().refresh();
                report(arm, Optional.of(STOPPED));
            } catch (FarmException e) {
                LOG.warn(
                        "The end of {} could not be told: {}",
                        arm.member().activity().arm(),
                        e.getMessage());
            }
        }
    }
}
