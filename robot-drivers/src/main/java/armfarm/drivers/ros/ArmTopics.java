package armfarm.drivers.ros;

import armfarm.messages.ArmId;

/** Names of an arm cell's topics; the contract is the table in robot-drivers/README.md. Immutable. */
public record ArmTopics(ArmId arm) {
    /** Joint names in joint_states and trajectories: joint_1, joint_2, ... */
    public static final String JOINT_PREFIX = "joint_";

    /** The one joint name in gripper/state. */
    public static final String GRIPPER_JOINT = "gripper_opening";

    public GraphName jointStates() {
        return name("joint_states");
    }

    /** Name of the action FollowJointTrajectory. */
    public GraphName motion() {
        return name("arm_controller/follow_joint_trajectory");
    }

    /** Name of the action GripperCommand. */
    public GraphName gripperCommand() {
        return name("gripper_controller/gripper_cmd");
    }

    public GraphName gripperState() {
        return name("gripper/state");
    }

    public GraphName image() {
        return name("camera/image_raw");
    }

    public GraphName cameraInfo() {
        return name("camera/camera_info");
    }

    public GraphName cameraInBase() {
        return name("camera/camera_in_base");
    }

    public GraphName cameraTrigger() {
        return name("camera/trigger");
    }

    public GraphName arrange() {
        return name("workcell/arrange");
    }

    public GraphName arranged() {
        return name("workcell/arranged");
    }

    public GraphName truth() {
        return name("sim/truth");
    }

    private GraphName name(String relative) {
        return GraphName.of("/" + arm.name()).child(relative);
    }
}
