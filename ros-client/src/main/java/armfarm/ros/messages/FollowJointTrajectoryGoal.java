package armfarm.ros.messages;

import java.time.Duration;
import java.util.List;

/** control_msgs/FollowJointTrajectoryGoal; empty tolerances are the controller's own. */
public record FollowJointTrajectoryGoal(
        JointTrajectory trajectory,
        List<JointTolerance> pathTolerance,
        List<JointTolerance> goalTolerance,
        Duration goalTimeTolerance) {
    public static final MessageType<FollowJointTrajectoryGoal> TYPE = MessageType.of(
            "control_msgs/FollowJointTrajectoryGoal",
            """
            trajectory_msgs/JointTrajectory trajectory
            JointTolerance[] path_tolerance
            JointTolerance[] goal_tolerance
            duration goal_time_tolerance
            """,
            FollowJointTrajectoryGoal::write,
            FollowJointTrajectoryGoal::read,
            JointTrajectory.TYPE,
            JointTolerance.TYPE);

    public FollowJointTrajectoryGoal {
        pathTolerance = List.copyOf(pathTolerance);
        goalTolerance = List.copyOf(goalTolerance);
    }

    public static FollowJointTrajectoryGoal of(JointTrajectory trajectory) {
        return new FollowJointTrajectoryGoal(trajectory, List.of(), List.of(), Duration.ZERO);
    }

    private static void write(FollowJointTrajectoryGoal message, WireWriter out) {
        out.message(JointTrajectory.TYPE, message.trajectory)
                .messages(JointTolerance.TYPE, message.pathTolerance)
                .messages(JointTolerance.TYPE, message.goalTolerance)
                .duration(message.goalTimeTolerance);
    }

    private static FollowJointTrajectoryGoal read(WireReader in) throws MessageFormatException {
        return new FollowJointTrajectoryGoal(
                in.message(JointTrajectory.TYPE),
                in.messages(JointTolerance.TYPE),
                in.messages(JointTolerance.TYPE),
                in.duration());
    }
}
