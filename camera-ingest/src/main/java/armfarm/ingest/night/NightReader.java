package armfarm.ingest.night;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.record.internal.Record;

/**
 * Reads a recording. Opening it reads all of it once: a file that is damaged anywhere is refused, one that was cut off at its end
 * is taken to its last whole batch. One batch of each partition is in memory. Confined to one thread.
 */
public final class NightReader implements AutoCloseable {
    private static final String IS_ONE = "expected a file made by 'armfarm record'";

    /** Where a batch is. */
    private record Place(long at, int size) {}

    private final Path path;
    private final FileChannel file;
    private final Map<Integer, List<Place>> places = new TreeMap<>();
    private NightInfo info;
    private long at;
    private long events;
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis = Long.MIN_VALUE;
    private boolean complete;
    private long tornBytes;

    private NightReader(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens a recording and checks every byte of it.
     *
     * @throws FarmException (CONFIG) if there is no such file, (DATA) if it is no recording, damaged or of a newer version
     */
    public static NightReader open(Path path) {
        NightReader reader = null;
        try {
            reader = new NightReader(path, FileChannel.open(path, StandardOpenOption.READ));
            reader.scan();
            return reader;
        } catch (IOException | RuntimeException e) {
            if (reader != null) {
                reader.close();
            }
            if (e instanceof RuntimeException known) {
                throw known;
            }
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Recording " + path + " cannot be read: "
                            + (e instanceof NoSuchFileException ? "there is no such file" : e.toString()) + "; "
                            + IS_ONE,
                    e);
        }
    }

    private void scan() throws IOException {
        long length = file.size();
        while (at < length) {
            Optional<ByteBuffer> batch = next(length);
            if (batch.isEmpty()) {
                tornBytes = length - at;
                break;
            }
            int size = batch.get().remaining();
            try {
                take(NightBatch.decode(batch.get(), this::read), size);
            } catch (IOException e) {
                throw damaged(e);
            }
            at += size;
        }
        if (info == null) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "File " + path + " is no recording: found " + length + " bytes without a beginning, " + IS_ONE);
        }
    }

    /** The bytes of the next batch; empty if the file ends within it. */
    private Optional<ByteBuffer> next(long length) throws IOException {
        if (length - at < NightBatch.PREFIX_BYTES) {
            return Optional.empty();
        }
        int size;
        try {
            size = NightBatch.size(bytes(at, NightBatch.PREFIX_BYTES));
        } catch (IOException e) {
            throw damaged(e);
        }
        return length - at < size ? Optional.empty() : Optional.of(bytes(at, size));
    }

    /** What a record is: an event, or null for a note that was taken. */
    private NightEvent read(Record record) {
        if (info == null) {
            begin(record);
            return null;
        }
        if (NightBatch.isNote(record, NightWriter.END)) {
            long written = Long.parseLong(NightBatch.fact(record, "events").orElse("-1"));
            if (written != events) {
                throw new IllegalArgumentException("found " + events + " events, expected " + written);
            }
            complete = true;
            return null;
        }
        if (complete) {
            throw new IllegalArgumentException("found a record behind the end");
        }
        return NightBatch.event(record);
    }

    private void begin(Record record) {
        if (!NightBatch.isNote(record, NightWriter.BEGIN)) {
            throw new IllegalArgumentException("found another record than the beginning");
        }
        int version = Integer.parseInt(NightBatch.fact(record, "version").orElse("0"));
        if (version != NightWriter.VERSION) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Recording " + path + " is of version " + version + ", this software reads version "
                            + NightWriter.VERSION + "; use the Armfarm that wrote it");
        }
        info = new NightInfo(
                NightBatch.fact(record, "topic").orElse(""),
                NightBatch.fact(record, "source").orElse(""),
                Instant.ofEpochMilli(record.timestamp()),
                NightBatch.fact(record, "software").orElse(""));
    }

    private void take(List<NightEvent> found, int size) throws IOException {
        if (found.get(0) == null) {
            return;
        }
        int partition = found.get(0).partition();
        for (NightEvent event : found) {
            if (event == null || event.partition() != partition) {
                throw new IOException("found records of two partitions in one batch");
            }
            firstMillis = Math.min(firstMillis, event.timestampMillis());
            lastMillis = Math.max(lastMillis, event.timestampMillis());
        }
        events += found.size();
        places.computeIfAbsent(partition, none -> new ArrayList<>()).add(new Place(at, size));
    }

    private FarmException damaged(IOException cause) {
        return new FarmException(
                ErrorCode.DATA,
                info == null
                        ? "File " + path + " is no recording: " + cause.getMessage() + "; " + IS_ONE
                        : "Recording " + path + " is damaged at byte " + at + ", after " + events + " whole events: "
                                + cause.getMessage() + "; take an undamaged copy",
                cause);
    }

    private ByteBuffer bytes(long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException(path + " became shorter while it was read");
            }
        }
        return bytes.flip();
    }

    public NightInfo info() {
        return info;
    }

    public NightSummary summary() {
        return new NightSummary(
                events,
                at,
                places.size(),
                events == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(firstMillis)),
                events == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(lastMillis)),
                complete,
                tornBytes);
    }

    /** Partitions with records, ascending. */
    public List<Integer> partitions() {
        return List.copyOf(places.keySet());
    }

    /** All events, by their timestamps; those of one partition in the order of their offsets whatever their timestamps say. */
    public Iterator<NightEvent> inTimeOrder() {
        return new TimeOrder(places.values().stream().map(this::ofPartition).toList());
    }

    private Iterator<NightEvent> ofPartition(List<Place> batches) {
        return batches.stream().flatMap(place -> decode(place).stream()).iterator();
    }

    private List<NightEvent> decode(Place place) {
        try {
            return NightBatch.decode(bytes(place.at(), place.size()), NightBatch::event);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Recording " + path + " changed at byte " + place.at() + " since it was opened: " + e,
                    e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
