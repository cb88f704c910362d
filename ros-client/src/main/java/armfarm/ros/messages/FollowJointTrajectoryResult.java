package armfarm.ros.messages;

/** control_msgs/FollowJointTrajectoryResult. */
public record FollowJointTrajectoryResult(int errorCode, String errorString) {
    public static final MessageType<FollowJointTrajectoryResult> TYPE = MessageType.of(
            "control_msgs/FollowJointTrajectoryResult",
            """
            int32 error_code
            int32 SUCCESSFUL = 0
            int32 INVALID_GOAL = -1
            int32 INVALID_JOINTS = -2
            int32 OLD_HEADER_TIMESTAMP = -3
            int32 PATH_TOLERANCE_VIOLATED = -4
            int32 GOAL_TOLERANCE_VIOLATED = -5
            string error_string
            """,
            FollowJointTrajectoryResult::write,
            FollowJointTrajectoryResult::read);

    public static final int SUCCESSFUL = 0;
    public static final int INVALID_GOAL = -1;
    public static final int INVALID_JOINTS = -2;
    public static final int OLD_HEADER_TIMESTAMP = -3;
    public static final int PATH_TOLERANCE_VIOLATED = -4;
    public static final int GOAL_TOLERANCE_VIOLATED = -5;

    private static void write(FollowJointTrajectoryResult message, WireWriter out) {
        out.int32(message.errorCode).string(message.errorString);
    }

    private static FollowJointTrajectoryResult read(WireReader in) throws MessageFormatException {
        return new FollowJointTrajectoryResult(in.int32(), in.string());
    }
}
