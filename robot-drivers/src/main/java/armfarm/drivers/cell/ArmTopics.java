package armfarm.drivers.cell;

import armfarm.messages.ArmId;
import armfarm.ros.GraphName;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Names of an arm cell's topics and actions. {@link #of} gives those of the farm's own contract, the table in
 * robot-drivers/README.md; cells built by others have their own names, and lack what is optional here. Immutable.
 *
 * @param trajectory a FollowJointTrajectory action: the name before /goal
 * @param gripper a GripperCommand action: the name before /goal
 * @param gripperState joint states that hold the gripper's joint; without it the last command's result is believed
 * @param cameraInBase without it the pose comes from the configuration
 * @param cameraTrigger without it the camera runs freely
 * @param bin what arranges the bin's content; without it nobody does
 * @param truth a simulator's knowledge
 * @param depth what a depth camera sees, registered to the colour images
 * @param heartbeat on which the farm says that the arm may move
 */
public record ArmTopics(
        GraphName jointStates,
        GraphName trajectory,
        GraphName gripper,
        Optional<GraphName> gripperState,
        GraphName image,
        GraphName cameraInfo,
        Optional<GraphName> cameraInBase,
        Optional<GraphName> cameraTrigger,
        Optional<Bin> bin,
        Optional<GraphName> truth,
        GraphName heartbeat,
        Optional<GraphName> depth) {
    /** The one joint name in the contract's gripper/state. */
    public static final String GRIPPER_JOINT = "gripper_opening";

    private static final String JOINT_PREFIX = "joint_";

    /** Requests to what fills the bin, and its answers. */
    public record Bin(GraphName arrange, GraphName arranged) {}

    /** Of a cell without a depth camera. */
    public ArmTopics(
            GraphName jointStates,
            GraphName trajectory,
            GraphName gripper,
            Optional<GraphName> gripperState,
            GraphName image,
            GraphName cameraInfo,
            Optional<GraphName> cameraInBase,
            Optional<GraphName> cameraTrigger,
            Optional<Bin> bin,
            Optional<GraphName> truth,
            GraphName heartbeat) {
        this(
                jointStates,
                trajectory,
                gripper,
                gripperState,
                image,
                cameraInfo,
                cameraInBase,
                cameraTrigger,
                bin,
                truth,
                heartbeat,
                Optional.empty());
    }

    /** The same cell with a depth camera. */
    public ArmTopics withDepth(GraphName newDepth) {
        return new ArmTopics(
                jointStates,
                trajectory,
                gripper,
                gripperState,
                image,
                cameraInfo,
                cameraInBase,
                cameraTrigger,
                bin,
                truth,
                heartbeat,
                Optional.of(newDepth));
    }

    /** Where an arm of the farm's own contract publishes its depth, if it has any. */
    public static GraphName depthOf(ArmId arm) {
        return GraphName.of("/" + arm.name()).child("camera/depth_registered/image_raw");
    }

    /** The farm's own contract, without depth. */
    public static ArmTopics of(ArmId arm) {
        GraphName root = GraphName.of("/" + arm.name());
        return new ArmTopics(
                root.child("joint_states"),
                root.child("arm_controller/follow_joint_trajectory"),
                root.child("gripper_controller/gripper_cmd"),
                Optional.of(root.child("gripper/state")),
                root.child("camera/image_raw"),
                root.child("camera/camera_info"),
                Optional.of(root.child("camera/camera_in_base")),
                Optional.of(root.child("camera/trigger")),
                Optional.of(new Bin(root.child("workcell/arrange"), root.child("workcell/arranged"))),
                Optional.of(root.child("sim/truth")),
                heartbeat(arm));
    }

    /** Where the farm says that an arm may move, whoever built the arm. */
    public static GraphName heartbeat(ArmId arm) {
        return GraphName.of("/" + arm.name() + "/safety/heartbeat");
    }

    /** Joint names of the farm's own contract: joint_1, joint_2, ... */
    public static List<String> jointNames(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> JOINT_PREFIX + i).toList();
    }

    public GraphName motionGoal() {
        return trajectory.child("goal");
    }

    public GraphName motionCancel() {
        return trajectory.child("cancel");
    }

    public GraphName motionResult() {
        return trajectory.child("result");
    }

    public GraphName gripperCancel() {
        return gripper.child("cancel");
    }

    public GraphName gripperResult() {
        return gripper.child("result");
    }
}
