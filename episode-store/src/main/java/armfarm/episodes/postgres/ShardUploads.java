package armfarm.episodes.postgres;

import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.FarmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings sealed shards into the object store in the background, beside the writer and without ever holding it up: while the
 * object store is away, shards wait in the folder. Owns one thread. Thread-safe.
 */
public final class ShardUploads implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ShardUploads.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration PAUSE_AFTER_A_PROBLEM = Duration.ofSeconds(15);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final ShardUploader uploader;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::work, "shard-uploads");
    private volatile Optional<String> problem = Optional.empty();

    private ShardUploads(ShardUploader uploader) {
        this.uploader = uploader;
    }

    /** Starts, beginning with what an earlier run left to do. @param storage one with an object store */
    public static ShardUploads start(Database database, ShardStorage storage, InstantSource clock) {
        ShardUploads uploads = new ShardUploads(new ShardUploader(database.dataSource(), storage, clock, step -> {}));
        uploads.thread.setDaemon(true);
        uploads.thread.start();
        return uploads;
    }

    private void work() {
        try {
            do {
                Optional<String> now = runOnce();
                if (closed.getCount() > 0 && !now.equals(problem)) {
                    now.ifPresent(text -> log.warn("Sealed shards stay on this machine: {}", text));
                    problem = now;
                }
            } while (!closed.await(
                    (problem.isEmpty() ? PAUSE : PAUSE_AFTER_A_PROBLEM).toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            log.debug("Interrupted: an upload that was under way begins anew at the next start");
        }
    }

    private Optional<String> runOnce() {
        try {
            return uploader.run(() -> closed.getCount() == 0);
        } catch (FarmException e) {
            return Optional.of(e.getMessage());
        } catch (RuntimeException e) {
            log.error("Uploading shards failed unexpectedly", e);
            return Optional.of("Uploading shards failed: " + e);
        }
    }

    /** Why sealed shards wait; empty if none does. */
    public Optional<String> problem() {
        return problem;
    }

    /** Gives up an upload that is under way; the next start begins it anew. Idempotent, at most 5 s. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(STOP_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
