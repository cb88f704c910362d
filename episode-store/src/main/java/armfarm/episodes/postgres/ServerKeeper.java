package armfarm.episodes.postgres;

import armfarm.messages.FarmException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    private static final long LOOK_EVERY_MILLISECONDS = 250;
    private static final long FIRST_PAUSE_MILLISECONDS = 500;
    private static final long LONGEST_PAUSE_MILLISECONDS = 30_000;

    private final Supplier<Postmaster> start;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "postgres-keeper");
    private volatile Postmaster server;

    /**
     * Begins to look after the server.
     *
     * @param start starts it again, on the same port
     */
    ServerKeeper(Postmaster server, Supplier<Postmaster> start) {
        this.server = server;
        this.start = start;
        thread.setDaemon(true);
        thread.start();
    }

    /** The server as it was last started. */
    Postmaster server() {
        return server;
    }

    private void run() {
        while (!isClosedWithin(LOOK_EVERY_MILLISECONDS)) {
            if (server.isStopped()) {
                log.error("PostgreSQL process {} ended by itself; starting it again", server.pid());
                restart();
            }
        }
    }

    private void restart() {
        long pause = FIRST_PAUSE_MILLISECONDS;
        while (true) {
            try {
                server = start.get();
                log.warn("PostgreSQL runs again as process {}", server.pid());
                return;
            } catch (FarmException e) {
                // Children of the dead server may hold its memory for a moment; a full disk may last.
                log.warn("PostgreSQL does not start yet, trying again in {} ms: {}", pause, e.getMessage());
            }
            if (isClosedWithin(pause)) {
                return;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS);
        }
    }

    private boolean isClosedWithin(long milliseconds) {
        try {
            return closed.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true; // nobody else interrupts this thread
        }
    }

    /** Stops looking, not the server. Waits for a start under way. */
    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
