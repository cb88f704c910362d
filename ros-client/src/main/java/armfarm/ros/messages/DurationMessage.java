package armfarm.ros.messages;

import java.time.Duration;

/** std_msgs/Duration; may be negative. */
public record DurationMessage(Duration data) {
    public static final MessageType<DurationMessage> TYPE =
            MessageType.of("std_msgs/Duration", """
            duration data
            """, DurationMessage::write, DurationMessage::read);

    private static void write(DurationMessage message, WireWriter out) {
        out.duration(message.data);
    }

    private static DurationMessage read(WireReader in) throws MessageFormatException {
        return new DurationMessage(in.duration());
    }
}
