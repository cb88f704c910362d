package armfarm.controller.roles;

import armfarm.controller.PractisingArms;
import armfarm.episodes.roles.ArmStatus;
import armfarm.episodes.roles.FarmBoard;
import armfarm.episodes.roles.ProcessLock;
import armfarm.ingest.AttemptPublisher;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.Outcome;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import armfarm.messages.time.Stopwatch;
import armfarm.policy.learning.FetchedModels;
import armfarm.policy.practice.ArmActivity;
import armfarm.policy.practice.ArmSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once a second: makes sure that the arm is still this process's, reads the plan, takes up a new model and tells what the arm does,
 * each in a loop of its own: a model that takes long to fetch keeps nobody from seeing the arm. Thread-safe.
 */
final class ArmReporter implements AutoCloseable {
    /** State of an arm whose process ended in peace. */
    static final String STOPPED = ArmActivity.State.STOPPED.name();

    private static final Logger LOG = LoggerFactory.getLogger(ArmReporter.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final LoopOptions OPTIONS =
            LoopOptions.defaults().withPauses(EVERY, Duration.ofSeconds(2)).notInterrupted(Duration.ofSeconds(4));

    /** Longer than the server needs to notice that our own broken connection is gone. */
    private static final Duration TAKEN_PATIENCE = Duration.ofSeconds(30);

    private final FarmBoard board;
    private final ArmSeat seat;
    private final String process;
    private final SharedTasks tasks;
    private final FetchedModels models;
    private final PractisingArms practising;
    private final AttemptPublisher publisher;
    private final List<SupervisedLoop> loops;
    private Optional<Stopwatch> taken = Optional.empty();
    private volatile Optional<FarmException> fault = Optional.empty();

    ArmReporter(
            Supervision supervision,
            FarmBoard board,
            ArmSeat seat,
            String process,
            SharedTasks tasks,
            FetchedModels models,
            PractisingArms practising,
            AttemptPublisher publisher) {
        this.board = board;
        this.seat = seat;
        this.process = process;
        this.tasks = tasks;
        this.models = models;
        this.practising = practising;
        this.publisher = publisher;
        loops = List.of(
                supervision.every(EVERY, "hold on the arm", this::checkSeat, OPTIONS),
                supervision.every(EVERY, "reading of the plan", tasks::refresh, OPTIONS),
                supervision.every(EVERY, "fetching of models", models::refresh, OPTIONS),
                supervision.every(EVERY, "report of the arm", () -> report(Optional.empty()), OPTIONS));
    }

    void start() {
        loops.forEach(SupervisedLoop::start);
    }

    /** Why the arm must be given up. Never blocks. */
    Optional<FarmException> fault() {
        return fault;
    }

    /** While the database is away the arm stays ours: whoever wants it needs the database too. */
    private void checkSeat() {
        ProcessLock.State state = seat.lock().check();
        tasks.allow(state != ProcessLock.State.TAKEN);
        if (state != ProcessLock.State.TAKEN) {
            taken = Optional.empty();
            return;
        }
        Stopwatch since = taken.orElseGet(Stopwatch::start);
        taken = Optional.of(since);
        if (anotherReports() || since.isPast(TAKEN_PATIENCE)) {
            fault = Optional.of(new FarmException(
                    ErrorCode.RESOURCE,
                    "Arm " + seat.arm().id()
                            + " is run by another process since PostgreSQL was away; this one gives it up. Start one"
                            + " process for each arm"));
        }
    }

    private boolean anotherReports() {
        ArmId arm = seat.arm().id();
        return board.arms().stream()
                .anyMatch(status -> status.arm().equals(arm)
                        && status.alive()
                        && !status.process().equals(process));
    }

    private void report(Optional<String> finalState) {
        ArmSnapshot arm = practising.activities().get(0).snapshot();
        board.report(new ArmStatus(
                arm.arm(),
                process,
                finalState.orElse(arm.state().name()),
                arm.attempts(),
                practising.numbered(),
                arm.model(),
                arm.lastOutcome().map(Outcome::name),
                arm.stop()
                        .or(() -> arm.trouble().map(ArmActivity.Trouble::text))
                        .or(models::problem)
                        .or(publisher::problem),
                arm.latestImage().map(ArmActivity.SeenImage::image),
                arm.latestImage().map(ArmActivity.SeenImage::receivedAt),
                true,
                Duration.ZERO));
    }

    /** Says that the arm has stopped, after its loop has. Bounded. */
    @Override
    public void close() {
        loops.forEach(SupervisedLoop::stop);
        loops.forEach(SupervisedLoop::close);
        try {
            tasks.refresh();
            report(Optional.of(STOPPED));
        } catch (FarmException e) {
            LOG.warn("The end of {} could not be told: {}", seat.arm().id(), e.getMessage());
        }
    }
}
