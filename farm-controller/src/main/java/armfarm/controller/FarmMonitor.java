package armfarm.controller;

import armfarm.controller.collection.AttemptPlan;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the farm once a second: reads what is new in the store, and pauses the arms while the disk is nearly full.
 *
 * <p>Thread-safe.
 */
final class FarmMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FarmMonitor.class);
    private static final long EVERY_MILLISECONDS = 1_000;
    private static final long MEBI = 1024L * 1024;

    private final FarmServices services;
    private final FarmWatch watch;
    private final AttemptPlan plan;
    private final Path folder;
    private final long minFreeMebibytes;
    private final Thread thread = new Thread(this::run, "monitor");
    private volatile boolean closed;
    private volatile String problem;

    FarmMonitor(FarmServices services, FarmWatch watch, AttemptPlan plan, Path folder, long minFreeMebibytes) {
        this.services = services;
        this.watch = watch;
        this.plan = plan;
        this.folder = folder;
        this.minFreeMebibytes = minFreeMebibytes;
        thread.setDaemon(true);
    }

    void start() {
        guardDisk();
        thread.start();
    }

    /** Why the arms are paused. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(EVERY_MILLISECONDS);
                watch.refresh();
                guardDisk();
                services.fault().ifPresent(f -> problem = f.getMessage());
            } catch (InterruptedException e) {
                return;
            } catch (FarmException e) {
                LOG.warn("Monitor: [{}] {}", e.code(), e.getMessage());
            }
        }
    }

    private void guardDisk() {
        long freeMebibytes = freeMebibytes();
        boolean full = freeMebibytes < minFreeMebibytes;
        String now = full
                ? "disk nearly full: " + freeMebibytes + " MiB free at " + folder + ", expected " + minFreeMebibytes
                        + " (storage.min_free_mb); the arms wait, nothing is lost; free some space"
                : null;
        if (full != (problem != null)) {
            LOG.warn("{}", full ? now : "Disk has room again, the arms go on");
            plan.pause(full);
        }
        problem = now;
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
