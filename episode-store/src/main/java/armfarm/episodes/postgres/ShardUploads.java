package armfarm.episodes.postgres;

import armfarm.episodes.shard.ShardStorage;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.FailureText;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
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

    /** One shard to a slow object store may take long. */
    private static final LoopOptions OPTIONS = LoopOptions.defaults()
            .withPauses(Duration.ofSeconds(1), PAUSE_AFTER_A_PROBLEM)
            .withSilenceLimit(Duration.ofMinutes(30))
            .withPatience(Duration.ofSeconds(5));

    private final ShardUploader uploader;
    private final Supervision loops = StoreLoops.of();
    private final SupervisedLoop loop = loops.loop("upload of shards", this::work, OPTIONS);
    private volatile Optional<String> problem = Optional.empty();

    private ShardUploads(ShardUploader uploader) {
        this.uploader = uploader;
    }

    /** Starts, beginning with what an earlier run left to do. @param storage one with an object store */
    public static ShardUploads start(Database database, ShardStorage storage, InstantSource clock) {
        ShardUploads uploads = new ShardUploads(new ShardUploader(database.dataSource(), storage, clock, step -> {}));
        uploads.loop.start();
        return uploads;
    }

    /** What uploads, and how it is. */
    public Supervision loops() {
        return loops;
    }

    private void work(SupervisedLoop self) throws InterruptedException {
        do {
            Optional<String> now = runOnce(self);
            if (!self.isStopping() && !now.equals(problem)) {
                now.ifPresent(text -> log.warn("Sealed shards stay on this machine: {}", text));
                problem = now;
            }
        } while (self.pause(problem.isEmpty() ? PAUSE : PAUSE_AFTER_A_PROBLEM));
    }

    /** That the database or the object store does not answer is what shards wait for, and no failure of the loop. */
    private Optional<String> runOnce(SupervisedLoop self) {
        try {
            Optional<String> now = uploader.run(self::isStopping);
            self.progress();
            return now;
        } catch (FarmException e) {
            self.progress();
            return Optional.of(e.getMessage());
        } catch (RuntimeException | Error e) {
            problem = Optional.of("Uploading shards failed: " + FailureText.of(e));
            throw e;
        }
    }

    /** Why sealed shards wait; empty if none does. */
    public Optional<String> problem() {
        return problem;
    }

    /** Gives up an upload that is under way; the next start begins it anew. Idempotent, at most 5 s. */
    @Override
    public void close() {
        loops.close();
    }
}
