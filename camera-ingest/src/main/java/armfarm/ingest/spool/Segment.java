package armfarm.ingest.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One append-only file of a lane, named by the serial number of its first event. Not a channel: that one closes itself
 * when the arm that writes is interrupted. Not thread-safe, except {@link #force()}.
 */
final class Segment implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);
    static final String SUFFIX = ".events";
    private static final String DAMAGED_SUFFIX = ".damaged";

    private final Path path;
    private final RandomAccessFile file;
    private final long firstSerial;
    private long count;
    private long bytes;
    private boolean dirty;
    private volatile boolean closed;

    private Segment(Path path, RandomAccessFile file, long firstSerial) {
        this.path = path;
        this.file = file;
        this.firstSerial = firstSerial;
    }

    static Segment create(Path folder, long firstSerial) throws IOException {
        Path path = folder.resolve(String.format("%019d%s", firstSerial, SUFFIX));
        return new Segment(path, new RandomAccessFile(path.toFile(), "rw"), firstSerial);
    }

    /** Reads all of an existing file; what cannot be read at its end is cut off. */
    static Segment recover(Path path) throws IOException {
        String name = path.getFileName().toString();
        long first = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        Segment segment = new Segment(path, new RandomAccessFile(path.toFile(), "rw"), first);
        try {
            segment.scan();
            return segment;
        } catch (IOException e) {
            segment.close();
            throw e;
        }
    }

    private void scan() throws IOException {
        int[] size = new int[1];
        SpoolRecord.Found found = SpoolRecord.Found.WHOLE;
        while (bytes < file.length() && found == SpoolRecord.Found.WHOLE) {
            found = SpoolRecord.check(file, bytes, size);
            if (found == SpoolRecord.Found.WHOLE) {
                count++;
                bytes += size[0];
            }
        }
        if (found == SpoolRecord.Found.DAMAGED) {
            keepDamaged();
        } else if (found == SpoolRecord.Found.TORN) {
            LOG.warn(
                    "Event spool {}: the last event was cut off while it was written, {} bytes dropped; it had not been"
                            + " taken over from its arm",
                    path,
                    file.length() - bytes);
        }
        file.setLength(bytes);
    }

    /** The bytes may hold events: kept beside the file for a person, never thrown away. */
    private void keepDamaged() throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + DAMAGED_SUFFIX);
        byte[] rest = new byte[(int) (file.length() - bytes)];
        file.seek(bytes);
        file.readFully(rest);
        Files.write(aside, rest);
        LOG.error(
                "Event spool {}: found damaged bytes from {} on, expected an event; {} bytes were moved to {}, check the"
                        + " disk",
                path,
                bytes,
                rest.length,
                aside);
    }

    /** All of it or nothing. @throws IOException if the disk refuses, for example because it is full */
    void append(byte[] encoded) throws IOException {
        try {
            file.seek(bytes);
            file.write(encoded);
        } catch (IOException e) {
            file.setLength(bytes);
            throw e;
        }
        bytes += encoded.length;
        count++;
        synchronized (this) {
            dirty = true;
        }
    }

    SpooledEvent read(long at, long serial) throws IOException {
        return SpoolRecord.read(file, at, serial);
    }

    /** Puts on the disk what was appended; thread-safe. */
    void force() throws IOException {
        synchronized (this) {
            if (!dirty) {
                return;
            }
            dirty = false;
        }
        file.getFD().sync();
    }

    long firstSerial() {
        return firstSerial;
    }

    /** Serial of the first event behind this file. */
    long endSerial() {
        return firstSerial + count;
    }

    long bytes() {
        return bytes;
    }

    boolean isClosed() {
        return closed;
    }

    void delete() throws IOException {
        close();
        Files.delete(path);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        file.close();
    }
}
