package armfarm.ingest.spool;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.file.Path;

/**
 * Where events wait and how many.
 *
 * @param folder created if missing; one process uses it at a time
 * @param maxBytes of all files together, never exceeded
 * @param segmentBytes size at which a file is closed and the next one begun; a file is deleted when all of it was accepted
 */
public record SpoolConfig(Path folder, long maxBytes, int segmentBytes) {
    /** Ten minutes of 14 arms that send 10 images/s of 24 KB, or hours of arms that send 8 images an attempt. */
    public static final long DEFAULT_MAX_BYTES = 2L << 30;

    private static final int DEFAULT_SEGMENT_BYTES = 16 << 20;

    public SpoolConfig {
        if (maxBytes < 1 || segmentBytes < 1) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "Event spool: found a bound of " + maxBytes + " bytes and files of " + segmentBytes
                            + ", expected 1 or more");
        }
    }

    /** Files of 16 MiB, or smaller ones for a small bound. */
    public static SpoolConfig of(Path folder, long maxBytes) {
        return new SpoolConfig(folder, maxBytes, (int) Math.max(1, Math.min(DEFAULT_SEGMENT_BYTES, maxBytes / 8)));
    }
}
