package armfarm.ros.messages;

import java.time.Instant;

/** std_msgs/Time, by the clock of the sender. */
public record TimeMessage(Instant data) {
    public static final MessageType<TimeMessage> TYPE =
            MessageType.of("std_msgs/Time", """
            time data
            """, TimeMessage::write, TimeMessage::read);

    private static void write(TimeMessage message, WireWriter out) {
        out.time(message.data);
    }

    private static TimeMessage read(WireReader in) throws MessageFormatException {
        return new TimeMessage(in.time());
    }
}
