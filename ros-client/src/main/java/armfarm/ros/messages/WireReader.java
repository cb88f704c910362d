package armfarm.ros.messages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads message fields, little-endian. Lengths are checked against the bytes at hand before anything is allocated.
 * The message must not change any more: large fields stay parts of it. Confined to one thread.
 */
public final class WireReader {
    private final ByteBuffer buffer;

    public WireReader(byte[] message) {
        buffer = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads one list item. */
    public interface ItemReader<T> {
        T read(WireReader in) throws MessageFormatException;
    }

    public boolean bool() throws MessageFormatException {
        return uint8() != 0;
    }

    public int uint8() throws MessageFormatException {
        return need(1).get() & 0xFF;
    }

    public int int8() throws MessageFormatException {
        return need(1).get();
    }

    public int int16() throws MessageFormatException {
        return need(2).getShort();
    }

    public int uint16() throws MessageFormatException {
        return int16() & 0xFFFF;
    }

    public int int32() throws MessageFormatException {
        return need(4).getInt();
    }

    public long uint32() throws MessageFormatException {
        return int32() & 0xFFFF_FFFFL;
    }

    public long int64() throws MessageFormatException {
        return need(8).getLong();
    }

    public float float32() throws MessageFormatException {
        return need(4).getFloat();
    }

    public double float64() throws MessageFormatException {
        return need(8).getDouble();
    }

    public String string() throws MessageFormatException {
        return new String(lengthPrefixed(), StandardCharsets.UTF_8);
    }

    /** A uint8[] field: in place if it is most of the message, or else a copy, which does not keep the message alive. */
    public ByteArray bytes() throws MessageFormatException {
        int length = count(1);
        int start = buffer.position();
        buffer.position(start + length);
        byte[] message = buffer.array();
        return length > message.length / 2
                ? new ByteArray(message, start, length)
                : new ByteArray(Arrays.copyOfRange(message, start, start + length));
    }

    public Instant time() throws MessageFormatException {
        long seconds = uint32();
        return Instant.ofEpochSecond(seconds, uint32());
    }

    public Duration duration() throws MessageFormatException {
        int seconds = int32();
        return Duration.ofSeconds(seconds, int32());
    }

    /** An int32[] field. */
    public List<Integer> int32s() throws MessageFormatException {
        return list(4, WireReader::int32);
    }

    /** A float32[] field. */
    public List<Float> float32s() throws MessageFormatException {
        return list(4, WireReader::float32);
    }

    /** A float64[] field. */
    public List<Double> float64s() throws MessageFormatException {
        return fixedFloat64s(count(8));
    }

    /** A float64[n] field. */
    public List<Double> fixedFloat64s(int count) throws MessageFormatException {
        need(8L * count);
        List<Double> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(buffer.getDouble());
        }
        return values;
    }

    public List<String> strings() throws MessageFormatException {
        return list(4, WireReader::string);
    }

    /** @param minItemBytes the least an item can take; bounds the count */
    public <T> List<T> list(int minItemBytes, ItemReader<T> reader) throws MessageFormatException {
        int count = count(minItemBytes);
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(reader.read(this));
        }
        return items;
    }

    /** A nested message. */
    public <T> T message(MessageType<T> type) throws MessageFormatException {
        return type.read(this);
    }

    /** A list of nested messages. */
    public <T> List<T> messages(MessageType<T> type) throws MessageFormatException {
        return list(type.minBytes(), type::read);
    }

    int remaining() {
        return buffer.remaining();
    }

    private byte[] lengthPrefixed() throws MessageFormatException {
        byte[] bytes = new byte[count(1)];
        buffer.get(bytes);
        return bytes;
    }

    private int count(int itemBytes) throws MessageFormatException {
        long count = uint32();
        need(count * itemBytes);
        return (int) count;
    }

    private ByteBuffer need(long bytes) throws MessageFormatException {
        if (bytes > buffer.remaining()) {
            throw new MessageFormatException("message ends too early: " + bytes + " bytes expected at offset "
                    + buffer.position() + ", " + buffer.remaining() + " left");
        }
        return buffer;
    }
}
