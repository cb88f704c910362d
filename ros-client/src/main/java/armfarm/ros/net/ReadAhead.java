package armfarm.ros.net;

import java.io.IOException;
import java.io.InputStream;

/**
 * Lets small messages share one read of a socket, and hands large reads on as they are. Unlike {@link
 * java.io.BufferedInputStream} it never asks the socket how much more there is, which would be a system call for each read.
 * A timeout of the socket comes through and loses nothing. Confined to one thread.
 */
public final class ReadAhead extends InputStream {
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int end;

    public ReadAhead(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return next < end || fill() ? buffer[next++] & 0xff : -1;
    }

    /** {@inheritDoc} Reads the socket at most once. */
    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (next == end && count >= BUFFER_BYTES) {
            return in.read(into, offset, count);
        }
        if (count > 0 && next == end && !fill()) {
            return -1;
        }
        int copied = Math.min(count, end - next);
        System.arraycopy(buffer, next, into, offset, copied);
        next += copied;
        return copied;
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, BUFFER_BYTES);
        next = 0;
        end = Math.max(0, read);
        return read > 0;
    }
}
