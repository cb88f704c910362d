package armfarm.ingest.spool;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Events on the disk that no broker has accepted yet, one {@link SpoolLane} for each arm, together never larger than a
 * bound.
 *
 * <p>Durability: an appended event survives the death of the process; {@link #sync} puts it beyond the loss of power.
 * Not thread-safe: one lock of its owner guards it with all its lanes, {@link #sync} excepted.
 */
public final class EventSpool implements AutoCloseable {
    /** New attempts are not begun beyond this share of the bound: those under way still have to end. */
    private static final double SHARE_FOR_STARTS = 0.9;

    private final SpoolConfig config;
    private final List<SpoolLane> lanes = new ArrayList<>();

    /**
     * Opens the spool with what an earlier process left in it.
     *
     * @param laneCount as many as there are partitions
     * @throws FarmException (RESOURCE) if the folder cannot be used
     */
    public EventSpool(SpoolConfig config, int laneCount) {
        this.config = config;
        for (int i = 0; i < laneCount; i++) {
            lanes.add(SpoolLane.open(config.folder().resolve("arm-" + i), config));
        }
    }

    public SpoolLane lane(int partition) {
        return lanes.get(partition);
    }

    /** @param begins whether the event begins an attempt; the last tenth is kept for attempts under way */
    public boolean hasRoom(long moreBytes, boolean begins) {
        return bytes() + moreBytes <= (begins ? SHARE_FOR_STARTS * config.maxBytes() : config.maxBytes());
    }

    /** Events that wait. */
    public long events() {
        return lanes.stream().mapToLong(SpoolLane::events).sum();
    }

    /** Bytes of the files. */
    public long bytes() {
        return lanes.stream().mapToLong(SpoolLane::bytes).sum();
    }

    public long maxBytes() {
        return config.maxBytes();
    }

    public Path folder() {
        return config.folder();
    }

    /** What {@link #sync} works on; to be taken under the owner's lock. */
    public List<Runnable> unsynced() {
        List<Runnable> work = new ArrayList<>();
        for (SpoolLane lane : lanes) {
            lane.last().ifPresent(segment -> work.add(() -> sync(segment)));
        }
        return work;
    }

    private void sync(Segment segment) {
        try {
            segment.force();
        } catch (IOException e) {
            if (!segment.isClosed()) { // else all of it was acknowledged meanwhile
                throw failed("synced", e);
            }
        }
    }

    /** Writes down how far events were acknowledged. */
    public void saveProgress() {
        try {
            for (SpoolLane lane : lanes) {
                lane.saveAcknowledged();
            }
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    private FarmException failed(String what, IOException e) {
        return new FarmException(
                ErrorCode.RESOURCE,
                "Event spool " + config.folder() + " cannot be " + what + ": " + e + "; check the disk",
                e);
    }

    @Override
    public void close() {
        try {
            for (SpoolLane lane : lanes) {
                lane.close();
            }
        } catch (IOException e) {
            throw failed("closed", e);
        }
    }

    /** Bytes of events that wait in a folder, without opening it; 0 if there is none. */
    public static long bytesIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(Segment.SUFFIX))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Event spool " + folder + " cannot be read: " + e + "; check the folder", e);
        }
    }
}
