package armfarm.ros.messages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Writes message fields, little-endian, into a growing buffer. Times before 1970 or after 2106 do not fit and are
 * refused. Confined to one thread.
 */
public final class WireWriter {
    private ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

    /** Writes one list item. */
    public interface ItemWriter<T> {
        void write(T item, WireWriter out);
    }

    public WireWriter bool(boolean value) {
        return uint8(value ? 1 : 0);
    }

    public WireWriter uint8(int value) {
        room(1).put((byte) value);
        return this;
    }

    /** @param value -128..127 */
    public WireWriter int8(int value) {
        return uint8(value);
    }

    /** @param value 0..65535, or -32768..32767 for an int16; a wider value is cut to its low 16 bits */
    public WireWriter uint16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    public WireWriter int32(int value) {
        room(4).putInt(value);
        return this;
    }

    /** @param value 0..2^32-1; a wider value is cut to its low 32 bits */
    public WireWriter uint32(long value) {
        return int32((int) value);
    }

    public WireWriter int64(long value) {
        room(8).putLong(value);
        return this;
    }

    public WireWriter float32(float value) {
        room(4).putFloat(value);
        return this;
    }

    public WireWriter float64(double value) {
        room(8).putDouble(value);
        return this;
    }

    public WireWriter string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int32(utf8.length);
        room(utf8.length).put(utf8);
        return this;
    }

    public WireWriter bytes(ByteArray value) {
        int32(value.length());
        room(value.length()).put(value.array(), value.offset(), value.length());
        return this;
    }

    public WireWriter time(Instant stamp) {
        if (stamp.getEpochSecond() >>> 32 != 0) {
            throw new IllegalArgumentException("ROS time is 1970..2106, found " + stamp);
        }
        return uint32(stamp.getEpochSecond()).uint32(stamp.getNano());
    }

    public WireWriter duration(Duration value) {
        return int32(Math.toIntExact(value.getSeconds())).int32(value.getNano());
    }

    /** An int32[] field. */
    public WireWriter int32s(List<Integer> values) {
        return list(values, (value, out) -> out.int32(value));
    }

    /** A float32[] field. */
    public WireWriter float32s(List<Float> values) {
        return list(values, (value, out) -> out.float32(value));
    }

    /** A float64[] field. */
    public WireWriter float64s(List<Double> values) {
        return int32(values.size()).fixedFloat64s(values);
    }

    /** A float64[n] field. */
    public WireWriter fixedFloat64s(List<Double> values) {
        values.forEach(this::float64);
        return this;
    }

    public WireWriter strings(List<String> values) {
        return list(values, (text, out) -> out.string(text));
    }

    public <T> WireWriter list(List<T> items, ItemWriter<T> writer) {
        int32(items.size());
        items.forEach(item -> writer.write(item, this));
        return this;
    }

    /** A nested message. */
    public <T> WireWriter message(MessageType<T> type, T value) {
        type.write(value, this);
        return this;
    }

    /** A list of nested messages. */
    public <T> WireWriter messages(MessageType<T> type, List<T> values) {
        return list(values, type::write);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    static void putInt32(byte[] bytes, int position, int value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(position, value);
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int size = Math.max(buffer.capacity() * 2, Math.addExact(buffer.position(), bytes));
            buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), size))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(buffer.position());
        }
        return buffer;
    }
}
