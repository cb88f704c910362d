package armfarm.controller;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses the arms while the disk is nearly full, before database and broker run into its end. One thread checks; {@link #problem}
 * may be called from any.
 */
final class DiskGuard {
    private static final Logger LOG = LoggerFactory.getLogger(DiskGuard.class);

    private final Path folder;
    private final long minFreeMebibytes;
    private final LongSupplier freeMebibytes;
    private final Consumer<Boolean> pause;
    private volatile Optional<String> problem = Optional.empty();
    private boolean paused;

    /**
     * @param freeMebibytes fails if they cannot be known
     * @param pause told true when the disk gets full and false when it has room again; again at the next check if it fails
     */
    DiskGuard(Path folder, long minFreeMebibytes, LongSupplier freeMebibytes, Consumer<Boolean> pause) {
        this.folder = folder;
        this.minFreeMebibytes = minFreeMebibytes;
        this.freeMebibytes = freeMebibytes;
        this.pause = pause;
    }

    /** Looks at the disk. @return why the arms are paused, if they are */
    Optional<String> check() {
        long free = freeMebibytes.getAsLong();
        boolean full = free < minFreeMebibytes;
        if (full != paused) {
            problem = Optional.of(
                    full
                            ? found(free)
                                    + "; the arms could NOT be told to wait yet, which is tried again; free some space"
                            : "the disk has room again, but the arms could not be told to go on yet; that is tried again");
            pause.accept(full);
            paused = full;
            LOG.warn("{}", full ? found(free) + "; the arms wait" : "The disk has room again, the arms go on");
        }
        problem = full
                ? Optional.of(found(free) + "; the arms wait, nothing is lost; free some space")
                : Optional.empty();
        return problem;
    }

    private String found(long free) {
        return "disk nearly full: " + free + " MiB free at " + folder + ", expected " + minFreeMebibytes
                + " (storage.min_free_mb)";
    }

    /** As the latest check found it, also one that failed to pause the arms. */
    Optional<String> problem() {
        return problem;
    }
}
