package armfarm.controller.bags;

import armfarm.drivers.kinematics.KinematicChain;
import armfarm.messages.ArmId;
import java.util.List;
import java.util.Optional;

/**
 * What to make of a recording. Immutable.
 *
 * @param arm instead of the recorded arm; where none is recorded, {@link #DEFAULT_ARM}
 */
public record ImportOptions(Kind kind, Optional<ArmId> arm, Topics topics) {
    /** Under whose name loose images and mapped attempts are kept unless another is given. */
    public static final ArmId DEFAULT_ARM = new ArmId("imported");

    /** What the recording is taken for. */
    public enum Kind {
        /** Exported attempts if there are any; else mapped attempts if an outcome topic is named; else frames. */
        AUTO,
        ATTEMPTS,
        FRAMES
    }

    /**
     * Topics of a recording that others made; empty where the recording has none.
     *
     * @param images without any, every topic with images
     * @param poseInBase geometry_msgs/PoseStamped: the gripper in the base frame
     * @param joints sensor_msgs/JointState, instead of poses
     * @param gripper sensor_msgs/JointState or std_msgs/Float64: the opening in metres
     * @param outcome std_msgs/Bool, Int8..Int64 or String; a message ends an attempt
     * @param cameraInfo sensor_msgs/CameraInfo
     * @param cameraInBase geometry_msgs/PoseStamped
     * @param stepsPerAttempt images kept of each attempt, from its first to the one before the grasp
     */
    public record Topics(
            List<String> images,
            Optional<String> poseInBase,
            Optional<Joints> joints,
            Optional<String> gripper,
            Optional<String> outcome,
            Optional<String> cameraInfo,
            Optional<String> cameraInBase,
            int stepsPerAttempt) {
        /**
         * A topic with joint states and what they move.
         *
         * @param chain from the arm's base to the gripper frame
         */
        public record Joints(String topic, KinematicChain chain) {}

        /** As many steps as the farm's own attempts have. */
        public static final int DEFAULT_STEPS = 2;

        public Topics {
            images = List.copyOf(images);
        }

        /** Every image, nothing else. */
        public static Topics none() {
            return new Topics(
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    DEFAULT_STEPS);
        }
    }
}
