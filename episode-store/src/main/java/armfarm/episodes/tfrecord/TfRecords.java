package armfarm.episodes.tfrecord;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.ZipException;

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
    static final int HEAD_BYTES = 8 + CRC_BYTES;

    /** Of one record; it is in memory, and then once more as a message. Published ones have a few MiB. */
    static final long MAX_RECORD_BYTES = 128L << 20;

    private TfRecords() {}

    /** A record does not fit its checksums or is cut off. */
    static final class DamagedRecordException extends FarmException {
        private static final long serialVersionUID = 1L;

        private final String reason;
        private final boolean nextIsReadable;

        DamagedRecordException(String where, String reason, boolean nextIsReadable) {
            super(ErrorCode.DATA, where + " is damaged: " + reason);
            this.reason = reason;
            this.nextIsReadable = nextIsReadable;
        }

        /** Why, without the place; where the next can be read, the same text for the same fault. */
        String reason() {
            return reason;
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

    /** Whether these are the length of a record and its checksum. */
    static boolean isHead(byte[] head) {
        return head.length == HEAD_BYTES
                && ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(8) == maskedCrc(Arrays.copyOf(head, 8));
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    /** Reads a file record by record, also one packed as TensorFlow packs them. Confined to one thread. */
    static final class Reader implements Closeable {
        private final Path file;
        private final InputStream raw;
        private final DataInputStream in;
        private long byteOffset;

        Reader(Path file) throws IOException {
            this.file = file;
            raw = Files.newInputStream(file);
            in = new DataInputStream(new BufferedInputStream(unpacked(raw)));
        }

        private static InputStream unpacked(InputStream raw) throws IOException {
            try {
                return PackedRecords.unpacked(raw);
            } catch (IOException | RuntimeException e) {
                raw.close();
                throw e;
            }
        }

        /**
         * The next record; empty at the end of the file.
         *
         * @throws DamagedRecordException (DATA) if a length or a checksum is wrong, the file ends inside the record, or the record
         *     is longer than memory has room for
         */
        Optional<byte[]> next() throws IOException {
            try {
                return read();
            } catch (EOFException | ZipException e) {
                throw damaged("the file is packed, and its packing is cut or damaged", false);
            }
        }

        private Optional<byte[]> read() throws IOException {
            byte[] length = in.readNBytes(8);
            if (length.length == 0) {
                return Optional.empty();
            }
            check(length, 8, "length", false);
            long bytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (bytes < 0 || bytes > Long.MAX_VALUE / 2) {
                throw damaged("its length is absurd: " + Long.toUnsignedString(bytes) + " bytes", false);
            }
            if (bytes > MAX_RECORD_BYTES) {
                skip(bytes);
            }
            byte[] record = in.readNBytes((int) bytes);
            check(record, (int) bytes, "content", true);
            byteOffset += HEAD_BYTES + bytes + CRC_BYTES;
            return Optional.of(record);
        }

        /** Without taking memory for it. */
        private void skip(long bytes) throws IOException {
            long left = bytes + CRC_BYTES;
            while (left > 0) {
                long skipped = in.skip(left);
                if (skipped == 0 && in.read() < 0) {
                    throw damaged("it says that it has " + bytes + " bytes, and the file ends before", false);
                }
                left -= Math.max(1, skipped);
            }
            DamagedRecordException tooLong = damaged(
                    "the record has more than " + (MAX_RECORD_BYTES >> 20) + " MiB, the most that one may have", true);
            byteOffset += HEAD_BYTES + bytes + CRC_BYTES;
            throw tooLong;
        }

        /** Bytes of whole records so far, unpacked. */
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
                DamagedRecordException damage = damaged(
                        isRecord
                                ? "the record does not fit its checksum (CRC-32C); get the file again and import it"
                                : String.format(
                                        "its %s has the checksum %08x, expected %08x",
                                        what, maskedCrc(bytes), expected),
                        isRecord);
                byteOffset += isRecord ? HEAD_BYTES + bytes.length + CRC_BYTES : 0;
                throw damage;
            }
        }

        private DamagedRecordException damaged(String why, boolean nextIsReadable) {
            return new DamagedRecordException("Record at byte " + byteOffset + " of " + file, why, nextIsReadable);
        }

        @Override
        public void close() throws IOException {
            in.close();
            raw.close();
        }
    }
}
