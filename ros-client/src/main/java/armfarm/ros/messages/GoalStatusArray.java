package armfarm.ros.messages;

import java.util.List;

/** actionlib_msgs/GoalStatusArray: every goal that an action server still knows. */
public record GoalStatusArray(Header header, List<GoalStatus> statusList) {
    public static final MessageType<GoalStatusArray> TYPE = MessageType.of(
            "actionlib_msgs/GoalStatusArray",
            """
            Header header
            GoalStatus[] status_list
            """,
            GoalStatusArray::write,
            GoalStatusArray::read,
            Header.TYPE,
            GoalStatus.TYPE);

    public GoalStatusArray {
        statusList = List.copyOf(statusList);
    }

    private static void write(GoalStatusArray message, WireWriter out) {
        out.message(Header.TYPE, message.header).messages(GoalStatus.TYPE, message.statusList);
    }

    private static GoalStatusArray read(WireReader in) throws MessageFormatException {
        return new GoalStatusArray(in.message(Header.TYPE), in.messages(GoalStatus.TYPE));
    }
}
