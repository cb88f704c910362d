package armfarm.ros.messages;

/** actionlib_msgs/GoalStatus. */
public record GoalStatus(GoalId goalId, int status, String text) {
    public static final MessageType<GoalStatus> TYPE =
            MessageType.of("actionlib_msgs/GoalStatus", """
            GoalID goal_id
            uint8 status
            uint8 PENDING=0
            uint8 ACTIVE=1
            uint8 PREEMPTED=2
            uint8 SUCCEEDED=3
            uint8 ABORTED=4
            uint8 REJECTED=5
            uint8 PREEMPTING=6
            uint8 RECALLING=7
            uint8 RECALLED=8
            uint8 LOST=9
            string text
            """, GoalStatus::write, GoalStatus::read, GoalId.TYPE);

    public static final int PENDING = 0;
    public static final int ACTIVE = 1;
    public static final int PREEMPTED = 2;
    public static final int SUCCEEDED = 3;
    public static final int ABORTED = 4;
    public static final int REJECTED = 5;
    public static final int PREEMPTING = 6;
    public static final int RECALLING = 7;
    public static final int RECALLED = 8;
    public static final int LOST = 9;

    private static void write(GoalStatus message, WireWriter out) {
        out.message(GoalId.TYPE, message.goalId).uint8(message.status).string(message.text);
    }

    private static GoalStatus read(WireReader in) throws MessageFormatException {
        return new GoalStatus(in.message(GoalId.TYPE), in.uint8(), in.string());
    }
}
