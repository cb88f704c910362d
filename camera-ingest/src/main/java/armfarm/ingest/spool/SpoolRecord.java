package armfarm.ingest.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** One event in a file: body length, CRC-32C of the body (int32 each), then key length (int16), key and value. */
final class SpoolRecord {
    static final int HEADER_BYTES = 8;
    private static final int KEY_LENGTH_BYTES = 2;
    private static final int MAX_BODY_BYTES = 64 << 20;

    private SpoolRecord() {}

    static int size(byte[] key, byte[] value) {
        return HEADER_BYTES + KEY_LENGTH_BYTES + key.length + value.length;
    }

    static byte[] encode(byte[] key, byte[] value) {
        ByteBuffer out = ByteBuffer.allocate(size(key, value));
        out.position(HEADER_BYTES);
        out.putShort((short) key.length).put(key).put(value);
        out.putInt(0, out.capacity() - HEADER_BYTES);
        out.putInt(4, crc(out.array(), HEADER_BYTES, out.capacity() - HEADER_BYTES));
        return out.array();
    }

    /** What is at a place of a file. */
    enum Found {
        WHOLE,
        /** The file ends inside the record: its writing was cut off. */
        TORN,
        /** The bytes are not those that were written. */
        DAMAGED
    }

    /** Looks without keeping the content. @return size of the record through {@code sizeOut[0]} if it is whole */
    static Found check(RandomAccessFile file, long at, int[] sizeOut) throws IOException {
        long left = file.length() - at;
        if (left < HEADER_BYTES) {
            return Found.TORN;
        }
        ByteBuffer header = ByteBuffer.wrap(read(file, at, HEADER_BYTES));
        int length = header.getInt();
        if (length < KEY_LENGTH_BYTES || length > MAX_BODY_BYTES) {
            return Found.DAMAGED;
        }
        if (left - HEADER_BYTES < length) {
            return Found.TORN;
        }
        byte[] body = read(file, at + HEADER_BYTES, length);
        int keyLength = ByteBuffer.wrap(body).getShort();
        if (crc(body, 0, length) != header.getInt() || keyLength < 0 || keyLength > length - KEY_LENGTH_BYTES) {
            return Found.DAMAGED;
        }
        sizeOut[0] = HEADER_BYTES + length;
        return Found.WHOLE;
    }

    /** Reads a record that is known to be whole. @throws IOException if it is not any more */
    static SpooledEvent read(RandomAccessFile file, long at, long serial) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(read(file, at, HEADER_BYTES));
        int length = header.getInt();
        byte[] bytes = read(file, at + HEADER_BYTES, Math.min(length, MAX_BODY_BYTES));
        if (crc(bytes, 0, length) != header.getInt()) {
            throw new IOException("record " + serial + " at byte " + at + " changed since it was written");
        }
        ByteBuffer body = ByteBuffer.wrap(bytes);
        byte[] key = new byte[body.getShort()];
        body.get(key);
        byte[] value = new byte[body.remaining()];
        body.get(value);
        return new SpooledEvent(serial, key, value);
    }

    private static byte[] read(RandomAccessFile file, long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(at);
        file.readFully(bytes);
        return bytes;
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
