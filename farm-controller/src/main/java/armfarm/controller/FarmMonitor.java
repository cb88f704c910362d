package armfarm.controller;

import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the farm once a second: reads what is new in the store, and pauses the arms while the disk is nearly full.
 *
 * <p>Thread-safe.
 */
public final class FarmMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FarmMonitor.class);
    private static final long EVERY_MILLISECONDS = 1_000;
    private static final long MEBI = 1024L * 1024;

    private final Supplier<Optional<FarmException>> fault;
    private final FarmWatch watch;
    private final Path folder;
    private final DiskGuard disk;
    private final Thread thread = new Thread(this::run, "monitor");
    private volatile boolean closed;
    private volatile Optional<String> problem = Optional.empty();

    /**
     * @param fault of a part that the farm cannot work without
     * @param pause told true when the arms have to wait and false when they may go on
     */
    public FarmMonitor(
            Supplier<Optional<FarmException>> fault,
            FarmWatch watch,
            Consumer<Boolean> pause,
            Path folder,
            long minFreeMebibytes) {
        this.fault = fault;
        this.watch = watch;
        this.folder = folder;
        disk = new DiskGuard(folder, minFreeMebibytes, this::freeMebibytes, pause);
        thread.setDaemon(true);
    }

    public void start() {
        problem = disk.check();
        thread.start();
    }

    /** Why the arms stand still, if they do. */
    public Optional<String> problem() {
        return problem;
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(EVERY_MILLISECONDS);
                watch.refresh();
                Optional<String> diskProblem = disk.check();
                problem = fault.get().map(FarmException::getMessage).or(() -> diskProblem);
            } catch (InterruptedException e) {
                return;
            } catch (FarmException e) {
                LOG.warn("Monitor: [{}] {}", e.code(), e.getMessage());
            }
        }
    }

    private long freeMebibytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace() / MEBI;
        } catch (IOException e) {
            LOG.warn("Free space of {} cannot be read: {}", folder, e.toString());
            return Long.MAX_VALUE;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(EVERY_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
