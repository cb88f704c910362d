package armfarm.ros;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads blocks that have their length in front. Keeps its place when a read times out: the next call goes on there.
 * Memory grows with what arrives, not with what a length promises; once a large block has come, the next one of that size
 * is read in place. Reads no further than the block's end. Confined to one thread.
 */
final class BlockReader {
    private static final int FIRST_BYTES = 64 << 10;

    private final InputStream in;
    private final int maxBytes;
    private final byte[] length = new byte[4];
    private int lengthFilled;
    private byte[] block;
    private int filled;
    private int largest = FIRST_BYTES;
    private byte[] spare = new byte[0];

    BlockReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /**
     * Blocks until a whole block is there.
     *
     * @throws java.net.SocketTimeoutException if the stream's timeout passed; call again to go on
     * @throws EOFException if the stream ends between two blocks
     * @throws ProtocolException if a block is too long, or the stream ends inside one
     */
    byte[] read() throws IOException {
        while (lengthFilled < 4) {
            lengthFilled += more(length, lengthFilled, 4 - lengthFilled);
        }
        int size = size();
        if (block == null) {
            block = takeSpare(size).orElseGet(() -> new byte[Math.min(size, largest)]);
        }
        while (filled < size) {
            if (filled == block.length) {
                block = Arrays.copyOf(block, (int) Math.min(size, 2L * block.length));
            }
            filled += more(block, filled, block.length - filled);
        }
        byte[] whole = block;
        largest = Math.max(largest, size);
        lengthFilled = 0;
        filled = 0;
        block = null;
        return whole;
    }

    private Optional<byte[]> takeSpare(int size) {
        if (size == 0 || spare.length != size) {
            return Optional.empty();
        }
        byte[] found = spare;
        spare = new byte[0];
        return Optional.of(found);
    }

    /** Gives back a block that nobody reads any more: the next one of that length is read into it. */
    void reuse(byte[] done) {
        spare = done;
    }

    /** Whether part of a block has arrived. */
    boolean inside() {
        return lengthFilled > 0;
    }

    private int size() throws ProtocolException {
        long size = 0;
        for (int i = 3; i >= 0; i--) {
            size = (size << 8) | (length[i] & 0xFF);
        }
        if (size > maxBytes) {
            throw new ProtocolException(
                    "TCPROS length field says " + size + " bytes, at most " + maxBytes + " are accepted");
        }
        return (int) size;
    }

    private int more(byte[] into, int offset, int count) throws IOException {
        int read = in.read(into, offset, count);
        if (read >= 0) {
            return read;
        }
        if (!inside()) {
            throw new EOFException("the peer ended the connection");
        }
        throw new ProtocolException(
                lengthFilled < 4
                        ? "connection ended inside a length field"
                        : "connection ended after " + filled + " of " + size() + " bytes");
    }
}
