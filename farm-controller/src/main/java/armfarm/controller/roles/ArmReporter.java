package armfarm.controller.roles;

import armfarm.controller.PractisingArms;
import armfarm.controller.collection.ArmActivity;
import armfarm.controller.collection.ArmSnapshot;
import armfarm.controller.learning.FetchedModels;
import armfarm.episodes.roles.ArmStatus;
import armfarm.episodes.roles.FarmBoard;
import armfarm.episodes.roles.ProcessLock;
import armfarm.ingest.AttemptPublisher;
import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once a second: makes sure that the arm is still this process's, reads the plan, takes up a new model and tells what the arm does.
 * Thread-safe.
 */
final class ArmReporter implements AutoCloseable {
    /** State of an arm whose process ended in peace. */
    static final String STOPPED = ArmActivity.State.STOPPED.name();

    private static final Logger LOG = LoggerFactory.getLogger(ArmReporter.class);
    private static final long EVERY_MILLISECONDS = 1_000;

    /** Longer than the server needs to notice that our own broken connection is gone. */
    private static final Duration TAKEN_PATIENCE = Duration.ofSeconds(30);

    private final FarmBoard board;
    private final ArmSeat seat;
    private final String process;
    private final SharedTasks tasks;
    private final FetchedModels models;
    private final PractisingArms practising;
    private final AttemptPublisher publisher;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "arm-reporter");
    private long takenSinceNanos;
    private volatile Optional<FarmException> fault = Optional.empty();

    ArmReporter(
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
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Why the arm must be given up. Never blocks. */
    Optional<FarmException> fault() {
        return fault;
    }

    private void run() {
        try {
            do {
                turn();
            } while (!closed.await(EVERY_MILLISECONDS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() {
        try {
            checkSeat();
            tasks.refresh();
            models.refresh();
            report(Optional.empty());
        } catch (FarmException e) {
            LOG.debug("The farm's board does not answer", e);
        } catch (RuntimeException e) {
            LOG.error("Reporting failed in a way that nobody foresaw; it is tried again", e);
        }
    }

    /** While the database is away the arm stays ours: whoever wants it needs the database too. */
    private void checkSeat() {
        ProcessLock.State state = seat.lock().check();
        tasks.allow(state != ProcessLock.State.TAKEN);
        if (state != ProcessLock.State.TAKEN) {
            takenSinceNanos = 0;
            return;
        }
        long now = System.nanoTime();
        takenSinceNanos = takenSinceNanos == 0 ? now : takenSinceNanos;
        if (anotherReports() || now - takenSinceNanos > TAKEN_PATIENCE.toNanos()) {
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
        closed.countDown();
        try {
            if (thread.getState() != Thread.State.NEW) {
                thread.join(TimeUnit.SECONDS.toMillis(4));
            }
            tasks.refresh();
            report(Optional.of(STOPPED));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (FarmException e) {
            LOG.warn("The end of {} could not be told: {}", seat.arm().id(), e.getMessage());
        }
    }
}
