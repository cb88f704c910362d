package armfarm.episodes.postgres;

import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server again when it is gone although nobody stopped it: killed, out of memory, crashed. Connections break and the
 * callers try again; nothing committed is lost.
 *
 * <p>One thread of its own looks; the public methods may be called from any.
 */
final class ServerKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServerKeeper.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    /** Longer than a start of the server may take, which nobody interrupts. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(5);

    /** Children of the dead server may hold its memory for a moment; a full disk may last. */
    private static final LoopOptions OPTIONS = LoopOptions.defaults()
            .withPauses(Duration.ofMillis(500), Duration.ofSeconds(30))
            .withSilenceLimit(START_PATIENCE)
            .notInterrupted(START_PATIENCE);

    private final Supplier<Postmaster> start;
    private final Supervision loops = StoreLoops.of();
    private final SupervisedLoop loop = loops.every(LOOK_EVERY, "keeper of PostgreSQL", this::look, OPTIONS);
    private volatile Postmaster server;

    /**
     * Begins to look after the server.
     *
     * @param start starts it again, on the same port
     */
    ServerKeeper(Postmaster server, Supplier<Postmaster> start) {
        this.server = server;
        this.start = start;
        loop.start();
    }

    /** What looks after the server, and how it is. */
    Supervision loops() {
        return loops;
    }

    /** The server as it was last started. */
    Postmaster server() {
        return server;
    }

    private void look() {
        if (server.isStopped()) {
            log.error("PostgreSQL process {} ended by itself; starting it again", server.pid());
            server = start.get();
            log.warn("PostgreSQL runs again as process {}", server.pid());
        }
    }

    /** Stops looking, not the server. Waits for a start under way. */
    @Override
    public void close() {
        loops.close();
    }
}
