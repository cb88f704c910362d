package armfarm.cli.bags;

import armfarm.drivers.kinematics.KinematicChain;
import armfarm.messages.ArmId;
import java.util.List;
import java.util.Optional;

/**
 * What to make of a recording. Immutable.
 *
 * @param arm instead of the recorded arm; where none is recorded, {@link #DEFAULT_ARM}
 * @param name of what is read, as in {@code bag:NAME}; empty: that of the file
 */
public record ImportOptions(Kind kind, Optional<ArmId> arm, Topics topics, Optional<String> name) {
    /** Under whose name loose images and mapped attempts are kept unless another is given. */
    public static final ArmId DEFAULT_ARM = new ArmId("imported");

    /** Under the file's name. */
    public ImportOptions(Kind kind, Optional<ArmId> arm, Topics topics) {
        this(kind, arm, topics, Optional.empty());
    }

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
     * @param gripper the opening in metres
     * @param outcome a message ends an attempt
     * @param cameraInfo sensor_msgs/CameraInfo
     * @param cameraInBase geometry_msgs/PoseStamped
     * @param stepsPerAttempt images kept of each attempt, from its first to the one before the grasp
     */
    public record Topics(
            List<String> images,
            Optional<String> poseInBase,
            Optional<Joints> joints,
            Optional<Gripper> gripper,
            Optional<OutcomeTopic> outcome,
            Optional<String> cameraInfo,
            Optional<String> cameraInBase,
            int stepsPerAttempt) {
        /**
         * A topic with joint states and what they move.
         *
         * @param chain from the arm's base to the gripper frame
         */
        public record Joints(String topic, KinematicChain chain) {}

        /**
         * sensor_msgs/JointState or std_msgs/Float64.
         *
         * @param joints whose positions are added up; without any, those of the one or two joints that the messages have
         */
        public record Gripper(String topic, List<String> joints) {
            public Gripper {
                joints = List.copyOf(joints);
            }
        }

        /**
         * std_msgs/Bool, Int8..Int64 or String.
         *
         * @param success the number or word that means success instead of the usual ones; any other number is a failure
         */
        public record OutcomeTopic(String topic, Optional<String> success) {}

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
