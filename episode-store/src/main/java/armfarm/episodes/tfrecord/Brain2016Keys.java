package armfarm.episodes.tfrecord;

/**
 * Names of the features of the 2016 Google Brain grasping data, and of the few that are only ours, below {@code armfarm/}.
 *
 * <p>Source: the data's own readers, jhu-lcsr/costar_plan costar_hyper/grasp_dataset.py.
 */
final class Brain2016Keys {
    static final String STEP_COUNT = "num_grasp_steps";
    static final String ROBOT = "robot/name";
    static final String INTRINSICS = "camera/intrinsics/matrix33";
    static final String BASE_IN_CAMERA = "camera/transforms/camera_T_base/matrix44";
    static final String CLEAR_VIEW = "pregrasp/image/encoded";
    static final String CLEAR_VIEW_TOO = "grasp/image/encoded";
    static final String APPROACH_POSE = pose("approach");
    static final String LIFTED = "present/image/encoded";
    static final String DROPPED = "post_drop/image/encoded";
    static final String GRIPPER_SHARE = "gripper/status";
    static final String SUCCESS = "grasp_success";

    /** Id of the attempt; only ours, as are all that follow. */
    static final String ATTEMPT = "attempt";

    static final String OPENING = "gripper/opening_meters";

    /** Why the attempt was made, of which objects, whether it was a random choice in spite of a model, and what chose. */
    static final String PURPOSE = "armfarm/purpose";

    static final String OBJECT_SET = "armfarm/object_set";
    static final String EXPLORATION = "armfarm/exploration";
    static final String POLICY = "armfarm/policy";

    private Brain2016Keys() {}

    static String image(int step) {
        return "grasp/" + step + "/image/encoded";
    }

    static String commandedPose(int step) {
        return pose("grasp/" + step + "/commanded_pose");
    }

    static String reachedPose(int step) {
        return pose("grasp/" + step + "/reached_pose");
    }

    static String params(int step) {
        return "grasp/" + step + "/params";
    }

    /** The command that was decided, which the poses do not tell: another was decided at the next step. */
    static String command(int step) {
        return "armfarm/grasp/" + step + "/command";
    }

    /** Where the gripper was when the image was taken. */
    static String gripperInBase(int step) {
        return "armfarm/grasp/" + step + "/gripper_in_base";
    }

    private static String pose(String prefix) {
        return prefix + "/transforms/base_T_endeffector/vec_quat_7";
    }
}
