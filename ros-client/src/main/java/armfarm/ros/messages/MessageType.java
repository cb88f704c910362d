package armfarm.ros.messages;

import java.util.Arrays;
import java.util.List;

/**
 * A ROS message type: its name, its definition with the md5 sum that both ends of a connection compare, and how it is
 * written and read. Immutable.
 *
 * @param <T> the record that holds such a message
 */
public final class MessageType<T> {
    private final MessageDefinition definition;
    private final WireWriter.ItemWriter<T> writer;
    private final WireReader.ItemReader<T> reader;

    private MessageType(
            MessageDefinition definition, WireWriter.ItemWriter<T> writer, WireReader.ItemReader<T> reader) {
        this.definition = definition;
        this.writer = writer;
        this.reader = reader;
    }

    /**
     * Describes a type.
     *
     * @param name package and type, for example std_msgs/Header
     * @param fields the definition text: one field or constant per line
     * @param nested every message type that a field names
     */
    public static <T> MessageType<T> of(
            String name,
            String fields,
            WireWriter.ItemWriter<T> writer,
            WireReader.ItemReader<T> reader,
            MessageType<?>... nested) {
        List<MessageDefinition> definitions =
                Arrays.stream(nested).map(type -> type.definition).toList();
        return new MessageType<>(new MessageDefinition(name, fields, definitions), writer, reader);
    }

    public String name() {
        return definition.name();
    }

    /** The name without its package. */
    public String simpleName() {
        return name().substring(name().indexOf('/') + 1);
    }

    /** Sum over this definition and all nested ones, as 32 hexadecimal digits. */
    public String md5() {
        return definition.md5();
    }

    /** Definition with all nested ones, as a connection header carries it. */
    public String fullText() {
        return definition.fullText();
    }

    public byte[] serialize(T message) {
        WireWriter out = new WireWriter();
        writer.write(message, out);
        return out.toByteArray();
    }

    /** The message with its length in front, as it goes over a connection. */
    public byte[] serializeWithLength(T message) {
        WireWriter out = new WireWriter().int32(0);
        writer.write(message, out);
        byte[] bytes = out.toByteArray();
        WireWriter.putInt32(bytes, 0, bytes.length - 4);
        return bytes;
    }

    /** @throws MessageFormatException if the bytes are too short, too long or a length in them is wrong */
    public T deserialize(byte[] bytes) throws MessageFormatException {
        WireReader in = new WireReader(bytes);
        T message;
        try {
            message = reader.read(in);
        } catch (IllegalArgumentException e) {
            throw new MessageFormatException(name() + ": " + e.getMessage());
        }
        if (in.remaining() > 0) {
            throw new MessageFormatException(name() + ": " + in.remaining() + " bytes left after the last field");
        }
        return message;
    }

    /** The least a message of this type takes; 1 for one without fields, so that it bounds a count. */
    int minBytes() {
        return Math.max(1, definition.minBytes());
    }

    MessageDefinition definition() {
        return definition;
    }

    void write(T message, WireWriter out) {
        writer.write(message, out);
    }

    T read(WireReader in) throws MessageFormatException {
        return reader.read(in);
    }

    @Override
    public String toString() {
        return name();
    }
}
