package armfarm.ros.bag;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/**
 * A recording being written. Confined to one thread.
 *
 * <p>Until it is closed the file has no index. When an exception is thrown the file is of no use and should be deleted.
 */
public interface RecordingWriter extends AutoCloseable {
    /**
     * Adds a message; times should not go back, or players have to sort.
     *
     * @param connection described in the file before its first message; one id, one connection
     * @param time when it was received, 1970..2106
     * @param message serialised
     * @throws FarmException (RESOURCE) if the disk refused
     */
    void write(BagConnection connection, Instant time, byte[] message);

    /**
     * Writes the index and syncs the file to disk.
     *
     * @throws FarmException (RESOURCE) if the disk refused
     */
    @Override
    void close();

    /**
     * Creates a bag or an MCAP file, as the name's ending says; an existing file is replaced.
     *
     * @param name whose ending counts; {@code path} may be a temporary one
     * @throws FarmException (CONFIG) if the ending or the compression does not fit
     */
    static RecordingWriter create(Path path, String name, BagCompression compression) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".bag")) {
            return BagWriter.create(path, compression);
        } else if (lower.endsWith(".mcap")) {
            return McapWriter.create(path, compression);
        }
        throw new FarmException(
                ErrorCode.CONFIG, "Recording " + name + ": found another ending, expected .bag or .mcap");
    }
}
