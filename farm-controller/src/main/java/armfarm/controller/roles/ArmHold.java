package armfarm.controller.roles;

import armfarm.messages.ArmId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.board.FarmBoard;
import armfarm.messages.board.ProcessLock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Looks whether an arm is still this process's to move. While the database is away it is: whoever wants the arm needs the database
 * too. One thread looks; {@link #fault} may be called from any.
 */
final class ArmHold {
    /** Longer than the server needs to notice that our own broken connection is gone. */
    private static final Duration TAKEN_PATIENCE = Duration.ofSeconds(30);

    private final FarmBoard board;
    private final ArmId arm;
    private final ProcessLock lock;
    private final String process;
    private final BoardTasks tasks;
    private final InstantSource clock;
    private Optional<Instant> takenSince = Optional.empty();
    private volatile Optional<FarmException> fault = Optional.empty();

    ArmHold(FarmBoard board, ArmId arm, ProcessLock lock, String process, BoardTasks tasks, InstantSource clock) {
        this.board = board;
        this.arm = arm;
        this.lock = lock;
        this.process = process;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** Looks once; the arm begins nothing while another process has it. */
    void look() {
        ProcessLock.State state = lock.check();
        tasks.allow(state != ProcessLock.State.TAKEN);
        if (state != ProcessLock.State.TAKEN) {
            takenSince = Optional.empty();
            return;
        }
        Instant now = clock.instant();
        Instant since = takenSince.orElse(now);
        takenSince = Optional.of(since);
        if (anotherReports() || since.plus(TAKEN_PATIENCE).isBefore(now)) {
            fault = Optional.of(new FarmException(
                    ErrorCode.RESOURCE,
                    "Arm " + arm
                            + " is run by another process since PostgreSQL was away; this one gives it up. Start one"
                            + " process for each arm"));
        }
    }

    private boolean anotherReports() {
        return board.arms().stream()
                .anyMatch(status -> status.arm().equals(arm)
                        && status.alive()
                        && !status.process().equals(process));
    }

    /** Why the arm must be given up. Never blocks. */
    Optional<FarmException> fault() {
        return fault;
    }
}
