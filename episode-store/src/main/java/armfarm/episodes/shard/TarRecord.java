package armfarm.episodes.shard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One file in a tar archive, as bytes. Source: POSIX.1-1988 ustar interchange format, all fields ASCII, octal numbers. */
final class TarRecord {
    static final int BLOCK = 512;

    private static final int NAME_BYTES = 100;
    private static final int CHECKSUM_OFFSET = 148;

    private TarRecord() {}

    /** Header block, content, and zeros up to the next whole block. The content starts at byte {@link #BLOCK}. */
    static void put(ByteBuffer out, String name, byte[] content, Instant modified) {
        if (name.length() > NAME_BYTES) {
            throw new IllegalArgumentException("tar name longer than " + NAME_BYTES + " bytes: " + name);
        }
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0"); // mode
        put(header, 108, "0000000\0"); // user
        put(header, 116, "0000000\0"); // group
        octal(header, 124, 11, content.length);
        octal(header, 136, 11, Math.max(0, modified.getEpochSecond()));
        put(header, CHECKSUM_OFFSET, "        ");
        put(header, 156, "0"); // a regular file
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        octal(header, CHECKSUM_OFFSET, 6, sum);
        out.put(header).put(content).put(new byte[lengthOf(content.length) - BLOCK - content.length]);
    }

    /** Digits with leading zeros and a NUL behind. */
    private static void octal(byte[] header, int offset, int digits, long value) {
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            header[offset + i] = (byte) ('0' + (rest & 7));
            rest >>>= 3;
        }
        header[offset + digits] = 0;
    }

    /** @throws ArithmeticException from 2 GiB */
    static int lengthOf(int contentBytes) {
        return Math.toIntExact(BLOCK + (contentBytes + BLOCK - 1L) / BLOCK * BLOCK);
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
