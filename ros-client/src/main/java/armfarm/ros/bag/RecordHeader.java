package armfarm.ros.bag;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The named fields in front of a bag record's data, and those inside a connection record. Immutable. */
final class RecordHeader {
    static final int MESSAGE = 0x02;
    static final int BAG_HEADER = 0x03;
    static final int INDEX = 0x04;
    static final int CHUNK = 0x05;
    static final int CHUNK_INFO = 0x06;
    static final int CONNECTION = 0x07;

    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final Map<String, ByteBuffer> fields;

    private RecordHeader(Map<String, ByteBuffer> fields) {
        this.fields = fields;
    }

    /** @throws BagDamage if a field runs past the end or has no name */
    static RecordHeader parse(byte[] bytes) throws BagDamage {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, ByteBuffer> fields = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            long length = in.remaining() < Integer.BYTES ? -1 : in.getInt() & 0xFFFF_FFFFL;
            if (length < 0 || length > in.remaining()) {
                throw new BagDamage("header field of " + length + " bytes at byte " + in.position() + " of a header of "
                        + bytes.length + " bytes");
            }
            int start = in.position();
            int end = start + (int) length;
            int equals = indexOf(bytes, start, end);
            if (equals == start || equals == end) {
                throw new BagDamage("header field without a name at byte " + start + " of a header");
            }
            String name = new String(bytes, start, equals - start, StandardCharsets.UTF_8);
            fields.put(name, ByteBuffer.wrap(bytes, equals + 1, end - equals - 1));
            in.position(end);
        }
        return new RecordHeader(fields);
    }

    private static int indexOf(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] != '=') {
            at++;
        }
        return at;
    }

    int op() throws BagDamage {
        return field("op", 1).get() & 0xFF;
    }

    long uint32(String name) throws BagDamage {
        return field(name, Integer.BYTES).getInt() & 0xFFFF_FFFFL;
    }

    /** Values from 2^63 on come out negative. */
    long uint64(String name) throws BagDamage {
        return field(name, Long.BYTES).getLong();
    }

    Instant time(String name) throws BagDamage {
        ByteBuffer value = field(name, 2 * Integer.BYTES);
        long seconds = value.getInt() & 0xFFFF_FFFFL;
        long nanos = value.getInt() & 0xFFFF_FFFFL;
        if (nanos >= NANOS_PER_SECOND) {
            throw new BagDamage("field '" + name + "' has " + nanos + " nanoseconds, expected fewer than a second");
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    String text(String name) throws BagDamage {
        ByteBuffer value = fields.get(name);
        if (value == null) {
            throw missing(name);
        }
        return StandardCharsets.UTF_8.decode(value.duplicate()).toString();
    }

    String textOr(String name, String fallback) throws BagDamage {
        return fields.containsKey(name) ? text(name) : fallback;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    private ByteBuffer field(String name, int size) throws BagDamage {
        ByteBuffer value = fields.get(name);
        if (value == null) {
            throw missing(name);
        }
        if (value.remaining() != size) {
            throw new BagDamage("header field '" + name + "' has " + value.remaining() + " bytes, expected " + size);
        }
        return value.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    private BagDamage missing(String name) {
        return new BagDamage("no header field '" + name + "', found " + fields.keySet());
    }
}
