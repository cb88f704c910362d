package armfarm.controller;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.SupervisedLoop;
import armfarm.messages.supervision.Supervision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks after the farm once a second: reads what is new in the store, and pauses the arms while the disk is nearly full. Each
 * of these is a loop of its own, so that neither waits for the other or fails with it.
 *
 * <p>Thread-safe.
 */
public final class FarmMonitor implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final LoopOptions OPTIONS = LoopOptions.defaults().withPauses(EVERY, Duration.ofSeconds(5));
    private static final long MEBI = 1024L * 1024;

    private final Supplier<Optional<FarmException>> fault;
    private final DiskGuard disk;
    private final SupervisedLoop diskCheck;
    private final SupervisedLoop reading;

    /**
     * @param fault of a part that the farm cannot work without
     * @param readStore reads what is new in the store; may block on the database
     * @param pause told true when the arms have to wait and false when they may go on
     */
    public FarmMonitor(
            Supervision supervision,
            Supplier<Optional<FarmException>> fault,
            Runnable readStore,
            Consumer<Boolean> pause,
            Path folder,
            long minFreeMebibytes) {
        this(supervision, fault, readStore, new DiskGuard(folder, minFreeMebibytes, freeMebibytes(folder), pause));
    }

    FarmMonitor(Supervision supervision, Supplier<Optional<FarmException>> fault, Runnable readStore, DiskGuard disk) {
        this.fault = fault;
        this.disk = disk;
        diskCheck = supervision.every(EVERY, "disk check", disk::check, OPTIONS);
        reading = supervision.every(EVERY, "reading of the store", readStore::run, OPTIONS);
    }

    /** Checks the disk once before it returns: no arm begins on a full one. */
    public void start() {
        diskCheck.step();
        diskCheck.start();
        reading.start();
    }

    /** Why the arms stand still, if they do. Never blocks. */
    public Optional<String> problem() {
        return fault.get().map(FarmException::getMessage).or(disk::problem);
    }

    private static LongSupplier freeMebibytes(Path folder) {
        return () -> {
            try {
                return Files.getFileStore(folder).getUsableSpace() / MEBI;
            } catch (IOException e) {
                throw new FarmException(
                        ErrorCode.RESOURCE,
                        "The free space of " + folder + " cannot be read (" + e.getMessage()
                                + "), so nobody knows when the disk is full; check the folder and its permissions",
                        e);
            }
        };
    }

    @Override
    public void close() {
        diskCheck.stop();
        reading.stop();
        diskCheck.close();
        reading.close();
    }
}
