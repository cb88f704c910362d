package armfarm.ingest.spool;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The events of one arm on the disk, first in, first out: appended at the end, read in order, and forgotten from the
 * front when they are acknowledged.
 *
 * <p>How far events were acknowledged is written down now and then only; after a sudden death some are read again. Not
 * thread-safe.
 */
public final class SpoolLane {
    private static final String ACKNOWLEDGED_FILE = "acknowledged";

    private final Path folder;
    private final SpoolConfig config;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private long acknowledged;
    private long savedAcknowledged;
    private long nextToRead;
    private Segment reading;
    private long readingAt;

    private SpoolLane(Path folder, SpoolConfig config) {
        this.folder = folder;
        this.config = config;
    }

    /** @throws FarmException (RESOURCE) if the folder cannot be read or written */
    static SpoolLane open(Path folder, SpoolConfig config) {
        SpoolLane lane = new SpoolLane(folder, config);
        try {
            Files.createDirectories(folder);
            lane.recover();
            return lane;
        } catch (IOException | NumberFormatException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Event spool " + folder + " cannot be opened: " + e + "; make the folder writable, or move it aside"
                            + " to start without the events in it",
                    e);
        }
    }

    private void recover() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.toString().endsWith(Segment.SUFFIX))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            segments.add(Segment.recover(file));
        }
        Path saved = folder.resolve(ACKNOWLEDGED_FILE);
        acknowledged =
                Files.exists(saved) ? Long.parseLong(Files.readString(saved).strip()) : 0;
        savedAcknowledged = acknowledged;
        if (!segments.isEmpty()) {
            acknowledged = Math.max(acknowledged, segments.getFirst().firstSerial());
        }
        dropAcknowledged();
        nextToRead = acknowledged;
    }

    /**
     * Takes an event over; it survives the death of the process from here on.
     *
     * @return its serial number
     * @throws IOException if the disk refuses; nothing was taken
     */
    public long append(byte[] key, byte[] value) throws IOException {
        Segment last = segments.peekLast();
        if (last == null || last.bytes() >= config.segmentBytes()) {
            if (last != null) {
                last.force();
            }
            last = Segment.create(folder, endSerial());
            segments.add(last);
        }
        long serial = last.endSerial();
        last.append(SpoolRecord.encode(key, value));
        return serial;
    }

    /** Bytes the event takes on the disk. */
    public static int sizeOf(byte[] key, byte[] value) {
        return SpoolRecord.size(key, value);
    }

    /** Reads the next event that was not read yet; empty if there is none. @throws IOException if the disk fails */
    public Optional<SpooledEvent> next() throws IOException {
        if (nextToRead >= endSerial()) {
            return Optional.empty();
        }
        if (reading == null || nextToRead >= reading.endSerial()) {
            seek();
        }
        SpooledEvent event = reading.read(readingAt, nextToRead);
        readingAt += SpoolRecord.size(event.key(), event.value());
        nextToRead++;
        return Optional.of(event);
    }

    /** Whether {@link #next()} has one. */
    public boolean hasNext() {
        return nextToRead < endSerial();
    }

    /** Passes over everything there is now: it was read elsewhere. */
    public void skipToEnd() {
        nextToRead = endSerial();
        reading = null;
    }

    private void seek() throws IOException {
        reading = segments.stream()
                .filter(segment -> nextToRead < segment.endSerial())
                .findFirst()
                .orElseThrow();
        readingAt = 0;
        nextToRead = Math.max(nextToRead, reading.firstSerial()); // the file before it may have lost its end
        for (long serial = reading.firstSerial(); serial < nextToRead; serial++) {
            SpooledEvent passed = reading.read(readingAt, serial);
            readingAt += SpoolRecord.size(passed.key(), passed.value());
        }
    }

    /** All events up to this one are in the broker. */
    public void acknowledge(long serial) throws IOException {
        acknowledged = Math.max(acknowledged, serial + 1);
        if (nextToRead < acknowledged) {
            nextToRead = acknowledged;
            reading = null;
        }
        dropAcknowledged();
    }

    private void dropAcknowledged() throws IOException {
        while (!segments.isEmpty() && segments.getFirst().endSerial() <= acknowledged) {
            Segment done = segments.removeFirst();
            if (done == reading) {
                reading = null;
            }
            if (segments.isEmpty()) {
                saveAcknowledged(); // serials go on behind it
            }
            done.delete();
        }
    }

    /** Writes down how far events were acknowledged, so that fewer are sent again after a sudden death. */
    void saveAcknowledged() throws IOException {
        if (savedAcknowledged == acknowledged) {
            return;
        }
        Path temporary = folder.resolve(ACKNOWLEDGED_FILE + ".tmp");
        Files.writeString(temporary, acknowledged + "\n");
        Files.move(
                temporary,
                folder.resolve(ACKNOWLEDGED_FILE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        savedAcknowledged = acknowledged;
    }

    /** Events that are not acknowledged. */
    public long events() {
        return segments.stream()
                .mapToLong(segment -> segment.endSerial() - Math.max(segment.firstSerial(), acknowledged))
                .filter(count -> count > 0)
                .sum();
    }

    /** Of the files; shrinks by whole files. */
    long bytes() {
        return segments.stream().mapToLong(Segment::bytes).sum();
    }

    /** Files with something that the disk may not have yet; they may be forced by another thread. */
    Optional<Segment> last() {
        return Optional.ofNullable(segments.peekLast());
    }

    private long endSerial() {
        return segments.isEmpty() ? acknowledged : segments.getLast().endSerial();
    }

    void close() throws IOException {
        saveAcknowledged();
        for (Segment segment : segments) {
            segment.force();
            segment.close();
        }
    }
}
