package armfarm.ros.messages;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Takes a message apart as ros1/samples.py does, for comparing with what rospy wrote. */
public final class MessageValues {
    private MessageValues() {}

    /** Every value in the order of the wire: numbers as doubles, times as "seconds nanoseconds", bytes as hex. */
    public static List<Object> of(Object message) {
        return leaves(message).toList();
    }

    /** Whether the first field is a header, which rospy numbers itself. */
    public static boolean startsWithHeader(Object message) {
        RecordComponent[] components = message.getClass().getRecordComponents();
        return components.length > 0 && components[0].getType() == Header.class;
    }

    private static Stream<Object> leaves(Object value) {
        if (value instanceof Record message) {
            return Stream.of(message.getClass().getRecordComponents())
                    .flatMap(component -> leaves(component(message, component)));
        }
        if (value instanceof List<?> list) {
            return list.stream().flatMap(MessageValues::leaves);
        }
        if (value instanceof Instant time) {
            return Stream.of(time.getEpochSecond() + " " + time.getNano());
        }
        if (value instanceof Duration duration) {
            return Stream.of(duration.getSeconds() + " " + duration.getNano());
        }
        if (value instanceof ByteArray bytes) {
            return Stream.of(HexFormat.of().formatHex(bytes.bytes()));
        }
        return Stream.of(value instanceof Number number ? (Object) number.doubleValue() : value);
    }

    private static Object component(Record message, RecordComponent component) {
        try {
            return component.getAccessor().invoke(message);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " of " + message, e);
        }
    }
}
