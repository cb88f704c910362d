package armfarm.episodes.shard;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One file in a tar archive, as bytes. Source: POSIX.1-1988 ustar interchange format, all fields ASCII, octal numbers. */
final class TarRecord {
    static final int BLOCK = 512;

    private static final int NAME_BYTES = 100;
    private static final int CHECKSUM_OFFSET = 148;

    private TarRecord() {}

    /** Header block, content, and zeros up to the next whole block. The content starts at byte {@link #BLOCK}. */
    static byte[] of(String name, byte[] content, Instant modified) {
        if (name.length() > NAME_BYTES) {
            throw new IllegalArgumentException("tar name longer than " + NAME_BYTES + " bytes: " + name);
        }
        byte[] record = new byte[(int) lengthOf(content.length)];
        put(record, 0, name);
        put(record, 100, "0000644\0"); // mode
        put(record, 108, "0000000\0"); // user
        put(record, 116, "0000000\0"); // group
        octal(record, 124, 11, content.length);
        octal(record, 136, 11, Math.max(0, modified.getEpochSecond()));
        put(record, CHECKSUM_OFFSET, "        ");
        put(record, 156, "0"); // a regular file
        put(record, 257, "ustar\00000");
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += record[i] & 0xff;
        }
        octal(record, CHECKSUM_OFFSET, 6, sum);
        System.arraycopy(content, 0, record, BLOCK, content.length);
        return record;
    }

    /** Digits with leading zeros and a NUL behind. */
    private static void octal(byte[] record, int offset, int digits, long value) {
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            record[offset + i] = (byte) ('0' + (rest & 7));
            rest >>>= 3;
        }
        record[offset + digits] = 0;
    }

    static long lengthOf(int contentBytes) {
        return BLOCK + (contentBytes + BLOCK - 1L) / BLOCK * BLOCK;
    }

    private static void put(byte[] record, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, record, offset, bytes.length);
    }
}
