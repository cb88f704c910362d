package armfarm.drivers.ros;

import armfarm.drivers.DriverException;
import armfarm.drivers.SimulatorTruth;
import armfarm.drivers.ros.actionlib.ActionClient;
import armfarm.drivers.ros.messages.CameraInfoMessage;
import armfarm.drivers.ros.messages.ControlActions;
import armfarm.drivers.ros.messages.EmptyMessage;
import armfarm.drivers.ros.messages.FollowJointTrajectoryFeedback;
import armfarm.drivers.ros.messages.FollowJointTrajectoryGoal;
import armfarm.drivers.ros.messages.FollowJointTrajectoryResult;
import armfarm.drivers.ros.messages.GripperCommandFeedback;
import armfarm.drivers.ros.messages.GripperCommandGoal;
import armfarm.drivers.ros.messages.GripperCommandResult;
import armfarm.drivers.ros.messages.ImageMessage;
import armfarm.drivers.ros.messages.JointStateMessage;
import armfarm.drivers.ros.messages.MessageType;
import armfarm.drivers.ros.messages.PoseStamped;
import armfarm.drivers.ros.messages.StringMessage;
import armfarm.messages.JointState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The controller's ends of all topics of one arm cell. Owned by its {@link RosArmCell}. */
final class ArmLinks {
    private static final String CHECK_ARM = "check that the arm's node runs";
    private static final String CHECK_GRIPPER = "check the gripper and its controller";
    private static final String CHECK_CALIBRATION = "check that the camera is calibrated";

    final ActionClient<FollowJointTrajectoryGoal, FollowJointTrajectoryResult, FollowJointTrajectoryFeedback> motion;
    final ActionClient<GripperCommandGoal, GripperCommandResult, GripperCommandFeedback> gripper;
    final Publisher<EmptyMessage> cameraTrigger;
    final Publisher<StringMessage> arrange;
    final TopicInbox<JointState> jointStates;
    final TopicInbox<JointState> gripperState;
    final TopicInbox<ImageMessage> image;
    final TopicInbox<CameraInfoMessage> cameraInfo;
    final TopicInbox<PoseStamped> cameraInBase;
    final TopicInbox<WorkcellJson.Arranged> arranged;
    final TopicInbox<SimulatorTruth> truth;
    final HeaderSequence imageSequence = new HeaderSequence();
    private final RosNode node;

    ArmLinks(RosNode node, ArmTopics topics, InstantSource clock) {
        this.node = node;
        jointStates =
                inbox(topics.jointStates(), JointStateMessage.TYPE, RosMessages::jointState, "joint state", CHECK_ARM);
        gripperState = inbox(
                topics.gripperState(), JointStateMessage.TYPE, RosMessages::jointState, "gripper state", CHECK_GRIPPER);
        image = inbox(
                topics.image(),
                ImageMessage.TYPE,
                message -> {
                    imageSequence.saw(message.header().seq());
                    return message;
                },
                "image",
                "check that the camera runs and its cable holds");
        cameraInfo = inbox(topics.cameraInfo(), CameraInfoMessage.TYPE, "camera info", CHECK_CALIBRATION);
        cameraInBase = inbox(topics.cameraInBase(), PoseStamped.TYPE, "camera pose", CHECK_CALIBRATION);
        arranged = inbox(
                topics.arranged(),
                StringMessage.TYPE,
                message -> WorkcellJson.readArranged(message.data()),
                "answer about the bin",
                "check what fills the bin");
        truth = inbox(
                topics.truth(),
                StringMessage.TYPE,
                message -> WorkcellJson.readTruth(message.data()),
                "truth",
                CHECK_ARM);
        motion = new ActionClient<>(node, topics.motion(), ControlActions.FOLLOW_JOINT_TRAJECTORY, clock);
        gripper = new ActionClient<>(node, topics.gripperCommand(), ControlActions.GRIPPER_COMMAND, clock);
        cameraTrigger = node.advertise(topics.cameraTrigger(), EmptyMessage.TYPE, false);
        arrange = node.advertise(topics.arrange(), StringMessage.TYPE, false);
    }

    private <M> TopicInbox<M> inbox(GraphName topic, MessageType<M> type, String what, String check) {
        return inbox(topic, type, Function.identity(), what, check);
    }

    private <M, T> TopicInbox<T> inbox(
            GraphName topic, MessageType<M> type, Function<M, T> mapping, String what, String check) {
        return new TopicInbox<>(node, topic, type, mapping, what, check);
    }

    /**
     * Blocks until every topic of a cell has its other end and the latched ones have spoken.
     *
     * @throws DriverException if the timeout passed; it names what is missing
     */
    void awaitComplete(Duration timeout) {
        if (!node.await(() -> missing().isEmpty(), timeout)) {
            throw new DriverException("Arm cell is not complete after " + timeout.toMillis() / 1000.0 + " s at master "
                    + node.masterUri() + ": " + String.join("; ", missing()) + "; " + CHECK_ARM
                    + " and uses the same ROS_MASTER_URI");
        }
        awaitTriggeredCamera(timeout);
    }

    /** A free-running camera does not listen to the trigger; one that does must hear the first one. */
    private void awaitTriggeredCamera(Duration timeout) {
        String topic = cameraTrigger.topic().path();
        if (!node.master().subscribers().getOrDefault(topic, List.of()).isEmpty()
                && !node.await(() -> cameraTrigger.subscriberCount() > 0, timeout)) {
            throw new DriverException("The subscriber of " + topic + " that the master " + node.masterUri()
                    + " lists does not connect; restart the camera's node");
        }
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        missing.addAll(motion.missing());
        missing.addAll(gripper.missing());
        for (TopicInbox<?> inbox : List.of(image, arranged)) {
            if (!inbox.connected()) {
                missing.add("nobody publishes " + inbox.topic());
            }
        }
        for (TopicInbox<?> inbox : List.of(jointStates, gripperState, cameraInfo, cameraInBase)) {
            if (inbox.last().isEmpty()) {
                missing.add((inbox.connected() ? "no message yet on " : "nobody publishes ") + inbox.topic());
            }
        }
        if (arrange.subscriberCount() == 0) {
            missing.add("nobody subscribes to " + arrange.topic());
        }
        return missing;
    }
}
