package armfarm.ros.messages;

import java.time.Instant;

/** rosgraph_msgs/Clock: simulation time, as on /clock. */
public record ClockMessage(Instant clock) {
    public static final MessageType<ClockMessage> TYPE =
            MessageType.of("rosgraph_msgs/Clock", """
            time clock
            """, ClockMessage::write, ClockMessage::read);

    private static void write(ClockMessage message, WireWriter out) {
        out.time(message.clock);
    }

    private static ClockMessage read(WireReader in) throws MessageFormatException {
        return new ClockMessage(in.time());
    }
}
