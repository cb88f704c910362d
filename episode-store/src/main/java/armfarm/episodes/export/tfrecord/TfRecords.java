package armfarm.episodes.export.tfrecord;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The framing of TFRecord files: for each record its length (uint64, little-endian), the masked CRC-32C of these 8 bytes
 * (uint32), the bytes, and their masked CRC-32C.
 *
 * <p>Source: TensorFlow, tensorflow/core/lib/io/record_writer.h and lib/hash/crc32c.h.
 */
final class TfRecords {
    private static final int MASK_DELTA = 0xa282ead8;
    private static final int MASK_ROTATION = 15;

    private static final int CRC_BYTES = 4;
    private static final int HEAD_BYTES = 8 + CRC_BYTES;

    /** As long as an array of bytes can be. */
    private static final long MAX_RECORD_BYTES = Integer.MAX_VALUE - 8L;

    private TfRecords() {}

    /** A record does not fit its checksums or is cut off. */
    static final class DamagedRecordException extends FarmException {
        private static final long serialVersionUID = 1L;

        private final boolean nextIsReadable;

        DamagedRecordException(String message, boolean nextIsReadable) {
            super(ErrorCode.DATA, message);
            this.nextIsReadable = nextIsReadable;
        }

        /** Only the content is damaged: its length is right, and {@link Reader#next} goes on behind it. */
        boolean nextIsReadable() {
            return nextIsReadable;
        }
    }

    static void write(OutputStream out, byte[] record) throws IOException {
        byte[] length = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(record.length)
                .array();
        out.write(length);
        out.write(littleEndian(maskedCrc(length)));
        out.write(record);
        out.write(littleEndian(maskedCrc(record)));
    }

    /** Castagnoli's CRC, rotated and shifted so that a CRC over bytes that contain CRCs stays a good one. */
    static int maskedCrc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), MASK_ROTATION) + MASK_DELTA;
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    /** Reads a file record by record. Confined to one thread. */
    static final class Reader implements Closeable {
        private final Path file;
        private final DataInputStream in;
        private long byteOffset;

        Reader(Path file) throws IOException {
            this.file = file;
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
        }

        /**
         * The next record; empty at the end of the file.
         *
         * @throws DamagedRecordException (DATA) if a length or a checksum is wrong or the file ends inside the record
         */
        Optional<byte[]> next() throws IOException {
            byte[] length = in.readNBytes(8);
            if (length.length == 0) {
                return Optional.empty();
            }
            check(length, 8, "length", false);
            long bytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (bytes < 0 || bytes > Files.size(file) - byteOffset || bytes > MAX_RECORD_BYTES) {
                throw damaged("the length " + bytes + " is more than the file holds or a record may have", false);
            }
            byte[] record = in.readNBytes((int) bytes);
            check(record, (int) bytes, "content", true);
            byteOffset += HEAD_BYTES + bytes + CRC_BYTES;
            return Optional.of(record);
        }

        /** Bytes of whole records so far. */
        long byteOffset() {
            return byteOffset;
        }

        private void check(byte[] bytes, int expectedLength, String what, boolean isRecord) throws IOException {
            byte[] crc = in.readNBytes(CRC_BYTES);
            if (bytes.length != expectedLength || crc.length != CRC_BYTES) {
                throw damaged("the file ends inside its " + what, false);
            }
            int expected = ByteBuffer.wrap(crc).order(ByteOrder.LITTLE_ENDIAN).getInt();
            if (maskedCrc(bytes) != expected) {
                FarmException damage = damaged(
                        String.format("its %s has the checksum %08x, expected %08x", what, maskedCrc(bytes), expected),
                        isRecord);
                byteOffset += isRecord ? HEAD_BYTES + bytes.length + CRC_BYTES : 0;
                throw damage;
            }
        }

        private DamagedRecordException damaged(String why, boolean nextIsReadable) {
            return new DamagedRecordException(
                    "Record at byte " + byteOffset + " of " + file + " is damaged: " + why, nextIsReadable);
        }

        @Override
        public void close() throws IOException {
            InputStream stream = in;
            stream.close();
        }
    }
}
