package armfarm.episodes.tfrecord;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * Records that a writer has packed with GZIP or ZLIB, TensorFlow's two ways. No name tells, so the first bytes do: a plain file
 * begins with a length and its checksum, and only where that does not fit is it another's head.
 */
final class PackedRecords {
    private static final int GZIP = 0x1f8b;
    private static final int BUFFER_BYTES = 1 << 16;

    private PackedRecords() {}

    /** The records' bytes, unpacked if need be; the caller closes the file. */
    static InputStream unpacked(InputStream file) throws IOException {
        InputStream in = new BufferedInputStream(file, BUFFER_BYTES);
        in.mark(TfRecords.HEAD_BYTES);
        byte[] head = in.readNBytes(TfRecords.HEAD_BYTES);
        in.reset();
        if (head.length < 2 || TfRecords.isHead(head)) {
            return in;
        }
        int first = (head[0] & 0xff) << 8 | (head[1] & 0xff);
        if (first == GZIP) {
            return new GZIPInputStream(in, BUFFER_BYTES);
        }
        return isZlib(first) ? new InflaterInputStream(in) : in;
    }

    /** Deflate with a window of up to 32 KiB, and a remainder that fits. Source: RFC 1950, 2.2. */
    private static boolean isZlib(int head) {
        return (head >>> 8 & 0x0f) == 8 && head >>> 12 <= 7 && head % 31 == 0;
    }
}
