package armfarm.ros.bag;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Little-endian bytes in a growing array. Confined to one thread. */
final class ByteSink {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private ByteBuffer buffer = ByteBuffer.allocate(1 << 10).order(ByteOrder.LITTLE_ENDIAN);

    int size() {
        return buffer.position();
    }

    void clear() {
        buffer.clear();
    }

    ByteSink uint8(int value) {
        room(1).put((byte) value);
        return this;
    }

    ByteSink uint16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    /** @param value 0..2^32-1 */
    ByteSink uint32(long value) {
        room(4).putInt((int) value);
        return this;
    }

    ByteSink uint64(long value) {
        room(8).putLong(value);
        return this;
    }

    ByteSink bytes(byte[] value) {
        room(value.length).put(value);
        return this;
    }

    ByteSink bytes(ByteBuffer value) {
        room(value.remaining()).put(value);
        return this;
    }

    /** Length and UTF-8 bytes. */
    ByteSink text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return uint32(utf8.length).bytes(utf8);
    }

    /** Seconds and nanoseconds. */
    ByteSink rosTime(Instant time) {
        check(time);
        return uint32(time.getEpochSecond()).uint32(time.getNano());
    }

    /** Nanoseconds since 1970. */
    ByteSink nanoTime(Instant time) {
        return uint64(nanos(time));
    }

    static long nanos(Instant time) {
        check(time);
        return time.getEpochSecond() * NANOS_PER_SECOND + time.getNano();
    }

    /** @throws FarmException (DATA) if the time cannot be recorded */
    static void check(Instant time) {
        if (time.getEpochSecond() >>> Integer.SIZE != 0) {
            throw new FarmException(
                    ErrorCode.DATA, "Message time " + time + " cannot be recorded: ROS time is 1970..2106");
        }
    }

    /** The bytes so far, not a copy: valid until the next call. */
    ByteBuffer view() {
        return ByteBuffer.wrap(buffer.array(), 0, buffer.position());
    }

    byte[] toByteArray() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int size = Math.max(
                    (int) Math.min(Integer.MAX_VALUE - 8L, buffer.capacity() * 2L),
                    Math.addExact(buffer.position(), bytes));
            buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), size))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(buffer.position());
        }
        return buffer;
    }
}
