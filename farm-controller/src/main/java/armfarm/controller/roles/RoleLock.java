package armfarm.controller.roles;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.board.ProcessLock;
import armfarm.messages.time.Stopwatch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The right of a role that a farm has only once. Thread-safe. */
final class RoleLock implements AutoCloseable {
    private static final long PAUSE_MILLISECONDS = 500;

    /** Longer than the server needs to notice that our own broken connection is gone. */
    private static final Duration TAKEN_PATIENCE = Duration.ofSeconds(30);

    private final ProcessLock lock;
    private final String role;
    private Optional<Stopwatch> takenSince = Optional.empty();

    RoleLock(ProcessLock lock, String role) {
        this.lock = lock;
        this.role = role;
    }

    /** Blocks until the right is ours. @return false if a stop was requested before */
    boolean await(RoleSetup setup) {
        boolean told = false;
        while (lock.check() != ProcessLock.State.HELD) {
            if (!told) {
                setup.say().accept("Another " + role + " runs; this one stands by and takes over when it is gone");
                told = true;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            if (setup.stopRequested().getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    /** Takes the right again if the connection broke. */
    synchronized void renew() {
        boolean taken = lock.check() == ProcessLock.State.TAKEN;
        takenSince = taken ? takenSince.or(() -> Optional.of(Stopwatch.start())) : Optional.empty();
    }

    /** (RESOURCE) if another process has had the right for long. */
    synchronized Optional<FarmException> fault() {
        return takenSince
                .filter(since -> since.isPast(TAKEN_PATIENCE))
                .map(since -> new FarmException(
                        ErrorCode.RESOURCE,
                        "Another " + role
                                + " took over while PostgreSQL was away; this one ends. Start it again as a standby"));
    }

    @Override
    public void close() {
        lock.close();
    }
}
