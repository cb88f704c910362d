package armfarm.ros.messages;

/** The two actions of an arm's controllers, from the published fields of the package control_msgs. */
public final class ControlActions {
    /** Moves along a joint trajectory; usually named follow_joint_trajectory. */
    public static final ActionType<
                    FollowJointTrajectoryGoal, FollowJointTrajectoryResult, FollowJointTrajectoryFeedback>
            FOLLOW_JOINT_TRAJECTORY = ActionType.of(
                    "control_msgs/FollowJointTrajectory",
                    FollowJointTrajectoryGoal.TYPE,
                    FollowJointTrajectoryResult.TYPE,
                    FollowJointTrajectoryFeedback.TYPE);

    /** Opens and closes a gripper; usually named gripper_cmd. */
    public static final ActionType<GripperCommandGoal, GripperCommandResult, GripperCommandFeedback> GRIPPER_COMMAND =
            ActionType.of(
                    "control_msgs/GripperCommand",
                    GripperCommandGoal.TYPE,
                    GripperCommandResult.TYPE,
                    GripperCommandFeedback.TYPE);

    private ControlActions() {}
}
