package armfarm.ros.bag;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A stretch of record bytes that knows where it is: a whole file, the packed data of a chunk, or what a chunk unpacks to.
 * Every length is checked against what is left before anything is allocated, and memory grows with what arrives, not with
 * what a length promises. Closing is left to the stream's owner. Confined to one thread.
 */
final class RecordInput extends InputStream {
    /** Definition texts are some ten KiB, topics shorter still. */
    static final int MAX_HEADER_BYTES = 1 << 20;

    /** A connection's definition text. */
    static final int MAX_CONNECTION_BYTES = 4 << 20;

    /** An image of 33 megapixels takes 96 MiB, a dense point cloud less. */
    static final int MAX_MESSAGE_BYTES = 128 << 20;

    private final InputStream in;
    private final long end;
    private long position;

    /**
     * Reads the bytes from start to end of something.
     *
     * @param in stands at {@code start}
     */
    RecordInput(InputStream in, long start, long end) {
        this.in = in;
        this.position = start;
        this.end = end;
    }

    /** The next bytes as a stretch of their own; reading them moves this one, too. */
    RecordInput slice(long length) {
        return new RecordInput(this, position, position + length);
    }

    long position() {
        return position;
    }

    long remaining() {
        return end - position;
    }

    /** Reads the fields in front of a record's data. */
    RecordHeader header() throws IOException {
        return RecordHeader.parse(block("record header", MAX_HEADER_BYTES));
    }

    /** Reads a length and that many bytes. */
    byte[] block(String what, int maxBytes) throws IOException {
        long length = uint32(what + " length");
        if (length > maxBytes) {
            throw new BagDamage(what + " of " + length + " bytes, at most " + maxBytes + " are accepted");
        }
        return bytes(what, length);
    }

    long uint32(String what) throws IOException {
        return ByteBuffer.wrap(bytes(what, Integer.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt()
                & 0xFFFF_FFFFL;
    }

    private byte[] bytes(String what, long count) throws IOException {
        requireLeft(what, count);
        byte[] bytes = readNBytes((int) count);
        if (bytes.length < count) {
            throw ends(what, count, bytes.length);
        }
        return bytes;
    }

    void skip(String what, long count) throws IOException {
        requireLeft(what, count);
        long skipped = 0;
        while (skipped < count) {
            long step = skip(count - skipped);
            if (step == 0 && read() < 0) {
                throw ends(what, count, skipped);
            }
            skipped += Math.max(1, step);
        }
    }

    private void requireLeft(String what, long count) throws BagDamage {
        if (count > remaining()) {
            throw ends(what, count, remaining());
        }
    }

    private static BagDamage ends(String what, long expected, long left) {
        return new BagDamage(what + " of " + expected + " bytes expected, " + left + " are there");
    }

    @Override
    public int read() throws IOException {
        if (remaining() <= 0) {
            return -1;
        }
        int value = in.read();
        position += value < 0 ? 0 : 1;
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (remaining() <= 0) {
            return -1;
        }
        int read = in.read(into, offset, (int) Math.min(length, remaining()));
        position += Math.max(0, read);
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(Math.max(0, Math.min(count, remaining())));
        position += skipped;
        return skipped;
    }
}
