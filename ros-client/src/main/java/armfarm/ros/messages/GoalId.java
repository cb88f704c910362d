package armfarm.ros.messages;

import java.time.Instant;

/** actionlib_msgs/GoalID. */
public record GoalId(Instant stamp, String id) {
    public static final MessageType<GoalId> TYPE =
            MessageType.of("actionlib_msgs/GoalID", """
            time stamp
            string id
            """, GoalId::write, GoalId::read);

    private static void write(GoalId message, WireWriter out) {
        out.time(message.stamp).string(message.id);
    }

    private static GoalId read(WireReader in) throws MessageFormatException {
        return new GoalId(in.time(), in.string());
    }
}
