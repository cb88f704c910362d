package armfarm.ingest.night;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;

/**
 * Writes a recording, only ever at its end. What was appended survives the death of the process, and the loss of power too when
 * {@link #append} has returned. A batch the disk refuses is cut off again, so that the file can be read to its last whole batch
 * whatever happens. Confined to one thread.
 */
public final class NightWriter implements AutoCloseable {
    static final int VERSION = 1;
    static final String BEGIN = "armfarm-night";
    static final String END = "armfarm-night-end";

    private final Path path;
    private final FileChannel file;
    private long bytes;
    private long events;
    private boolean finished;

    private NightWriter(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /** @throws FarmException (CONFIG) if the file is there already, (RESOURCE) if it cannot be written */
    public static NightWriter create(Path path, NightInfo info) {
        NightWriter writer;
        try {
            writer = new NightWriter(
                    path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (FileAlreadyExistsException e) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Recording " + path + " is there already and is never overwritten; name another file, or remove it",
                    e);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE, "Recording " + path + " cannot be written: " + e + "; name another file", e);
        }
        try {
            writer.write(NightBatch.encodeNote(
                    BEGIN,
                    info.startedAt().toEpochMilli(),
                    List.of(
                            NightBatch.fact("version", Integer.toString(VERSION)),
                            NightBatch.fact("topic", info.topic()),
                            NightBatch.fact("source", info.source()),
                            NightBatch.fact("software", info.softwareVersion()))));
            writer.sync();
            return writer;
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /**
     * Writes the events and puts them on the disk.
     *
     * @param some of any partitions; those of one partition in the order of their offsets
     * @throws FarmException (RESOURCE) if the disk refuses; what was appended before can be read
     */
    public void append(List<NightEvent> some) {
        Map<Integer, List<NightEvent>> byPartition =
                some.stream().collect(Collectors.groupingBy(NightEvent::partition, TreeMap::new, Collectors.toList()));
        byPartition.values().forEach(part -> {
            write(NightBatch.encode(part));
            events += part.size();
        });
        sync();
    }

    /** Ends the recording as complete. */
    public void finish(Instant endedAt) {
        Header count = NightBatch.fact("events", Long.toString(events));
        write(NightBatch.encodeNote(END, endedAt.toEpochMilli(), List.of(count)));
        sync();
        finished = true;
    }

    public Path path() {
        return path;
    }

    /** Appended so far. */
    public long events() {
        return events;
    }

    /** Length of the file. */
    public long bytes() {
        return bytes;
    }

    private void write(ByteBuffer batch) {
        if (finished) {
            throw new IllegalStateException("recording " + path + " was finished");
        }
        int length = batch.remaining();
        try {
            while (batch.hasRemaining()) {
                file.write(batch, bytes + length - batch.remaining());
            }
            bytes += length;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private void sync() {
        try {
            file.force(false);
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private FarmException refused(IOException cause) {
        FarmException failure = new FarmException(
                ErrorCode.RESOURCE,
                "Recording " + path + ": the disk refused more after " + events + " events ("
                        + path.toAbsolutePath().getParent().toFile().getUsableSpace() / (1 << 20)
                        + " MiB are free there): "
                        + cause.getMessage() + "; what was written before can be replayed. Free some space and record"
                        + " to another file",
                cause);
        try {
            file.truncate(bytes);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** Idempotent. Without {@link #finish} the recording reads as cut off. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
