package armfarm.drivers.cell;

import armfarm.messages.DriverException;
import armfarm.messages.JointState;
import armfarm.messages.Pose;
import armfarm.messages.cell.SimulatorTruth;
import armfarm.ros.GraphName;
import armfarm.ros.Publisher;
import armfarm.ros.RosMessages;
import armfarm.ros.RosNode;
import armfarm.ros.SubscriberOptions;
import armfarm.ros.actionlib.ActionClient;
import armfarm.ros.messages.BoolMessage;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.ControlActions;
import armfarm.ros.messages.EmptyMessage;
import armfarm.ros.messages.FollowJointTrajectoryFeedback;
import armfarm.ros.messages.FollowJointTrajectoryGoal;
import armfarm.ros.messages.FollowJointTrajectoryResult;
import armfarm.ros.messages.GripperCommandFeedback;
import armfarm.ros.messages.GripperCommandGoal;
import armfarm.ros.messages.GripperCommandResult;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.MessageType;
import armfarm.ros.messages.PoseStamped;
import armfarm.ros.messages.StringMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/** The controller's ends of all topics of one arm cell. Owned by its {@link RosArmCell}. */
final class ArmLinks {
    private static final String CHECK_ARM = "check that the arm's node runs";
    private static final String CHECK_GRIPPER = "check the gripper and its controller";
    private static final String CHECK_CALIBRATION = "check that the camera is calibrated";

    /** An image and when it came. */
    record Received(CameraFrame frame, Instant at) {
        Instant stamp() {
            return frame.header().stamp();
        }
    }

    final ActionClient<FollowJointTrajectoryGoal, FollowJointTrajectoryResult, FollowJointTrajectoryFeedback> motion;
    final ActionClient<GripperCommandGoal, GripperCommandResult, GripperCommandFeedback> gripper;
    final Publisher<BoolMessage> heartbeat;
    final Optional<Publisher<EmptyMessage>> cameraTrigger;
    final Optional<Publisher<StringMessage>> arrange;
    final TopicInbox<JointState> jointStates;
    final Optional<TopicInbox<JointState>> gripperState;
    final TopicInbox<Received> image;
    final Optional<TopicInbox<DepthFrames>> depth;
    final HeaderSequence imageSequence = new HeaderSequence();
    final TopicInbox<CameraInfoMessage> cameraInfo;
    final Optional<TopicInbox<Pose>> cameraInBase;
    final Optional<TopicInbox<WorkcellJson.Arranged>> arranged;
    final Optional<TopicInbox<SimulatorTruth>> truth;
    private final RosNode node;
    private volatile Consumer<Received> imageListener = image -> {};

    ArmLinks(RosNode node, CellSpec spec, InstantSource clock) {
        this.node = node;
        ArmTopics topics = spec.topics();
        jointStates =
                inbox(topics.jointStates(), JointStateMessage.TYPE, RosMessages::jointState, "joint state", CHECK_ARM);
        gripperState = topics.gripperState()
                .map(topic -> topic.equals(topics.jointStates())
                        ? jointStates
                        : inbox(
                                topic,
                                JointStateMessage.TYPE,
                                RosMessages::jointState,
                                "gripper state",
                                CHECK_GRIPPER));
        image = spec.camera().compressed()
                ? images(topics.image(), CompressedImage.TYPE, CameraFrame::of, clock)
                : images(topics.image(), ImageMessage.TYPE, CameraFrame::of, clock);
        depth = topics.depth().map(this::depths);
        cameraInfo = inbox(topics.cameraInfo(), CameraInfoMessage.TYPE, "camera info", CHECK_CALIBRATION);
        cameraInBase = spec.camera().cameraInBase().isPresent()
                ? Optional.empty()
                : topics.cameraInBase()
                        .map(topic -> inbox(
                                topic,
                                PoseStamped.TYPE,
                                message -> RosMessages.pose(message.pose()),
                                "camera pose",
                                CHECK_CALIBRATION));
        arranged = topics.bin()
                .map(bin -> inbox(
                        bin.arranged(),
                        StringMessage.TYPE,
                        message -> WorkcellJson.readArranged(message.data()),
                        "answer about the bin",
                        "check what fills the bin"));
        truth = topics.truth()
                .map(topic -> inbox(
                        topic,
                        StringMessage.TYPE,
                        message -> WorkcellJson.readTruth(message.data()),
                        "truth",
                        CHECK_ARM));
        motion = new ActionClient<>(node, topics.trajectory(), ControlActions.FOLLOW_JOINT_TRAJECTORY, clock);
        gripper = new ActionClient<>(node, topics.gripper(), ControlActions.GRIPPER_COMMAND, clock);
        heartbeat = node.advertise(topics.heartbeat(), BoolMessage.TYPE, true);
        cameraTrigger = topics.cameraTrigger().map(topic -> node.advertise(topic, EmptyMessage.TYPE, false));
        arrange = topics.bin().map(bin -> node.advertise(bin.arrange(), StringMessage.TYPE, false));
    }

    private <M> TopicInbox<Received> images(
            GraphName topic, MessageType<M> type, Function<M, CameraFrame> frames, InstantSource clock) {
        return new TopicInbox<>(
                node,
                topic,
                type,
                SubscriberOptions.lending(),
                message -> {
                    Received received = new Received(frames.apply(message), clock.instant());
                    imageSequence.saw(received.frame().header().seq());
                    imageListener.accept(received);
                    return received;
                },
                "image",
                "check that the camera runs and its cable holds");
    }

    private TopicInbox<DepthFrames> depths(GraphName topic) {
        AtomicReference<DepthFrames> kept = new AtomicReference<>(DepthFrames.NONE);
        return new TopicInbox<>(
                node,
                topic,
                ImageMessage.TYPE,
                SubscriberOptions.lending(),
                message -> {
                    DepthFrames.Frame frame =
                            new DepthFrames.Frame(message.header().stamp(), RosMessages.depth(message));
                    return kept.updateAndGet(frames -> frames.plus(frame));
                },
                "depth image",
                "check that the depth camera runs, publishes 16UC1 or 32FC1, and stamps as the colour camera does");
    }

    private <M> TopicInbox<M> inbox(GraphName topic, MessageType<M> type, String what, String check) {
        return inbox(topic, type, Function.identity(), what, check);
    }

    private <M, T> TopicInbox<T> inbox(
            GraphName topic, MessageType<M> type, Function<M, T> mapping, String what, String check) {
        return new TopicInbox<>(node, topic, type, mapping, what, check);
    }

    /** Tells of every image that comes from now on, on the link's thread. */
    void onImage(Consumer<Received> listener) {
        imageListener = listener;
    }

    /** Tells arm and gripper to give up all they were told. Never blocks. */
    void cancelAll() {
        motion.cancelAll();
        gripper.cancelAll();
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
        cameraTrigger.ifPresent(trigger -> awaitTriggeredCamera(trigger, timeout));
        awaitHeartbeatHeard(timeout);
    }

    /** A free-running camera does not listen to the trigger; one that does must hear the first one. */
    private void awaitTriggeredCamera(Publisher<EmptyMessage> trigger, Duration timeout) {
        awaitListed(trigger, timeout, "restart the camera's node");
    }

    /** An arm need not listen to the heartbeat; one that does would refuse the first motion without it. */
    private void awaitHeartbeatHeard(Duration timeout) {
        awaitListed(heartbeat, timeout, "restart the arm's node");
    }

    private void awaitListed(Publisher<?> publisher, Duration timeout, String check) {
        String topic = publisher.topic().path();
        if (!node.master().subscribers().getOrDefault(topic, List.of()).isEmpty()
                && !node.await(() -> publisher.subscriberCount() > 0, timeout)) {
            throw new DriverException("The subscriber of " + topic + " that the master " + node.masterUri()
                    + " lists does not connect; " + check);
        }
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        missing.addAll(motion.missing());
        missing.addAll(gripper.missing());
        List<TopicInbox<?>> connected = new ArrayList<>(List.of(image));
        arranged.ifPresent(connected::add);
        depth.ifPresent(connected::add);
        for (TopicInbox<?> inbox : connected) {
            if (!inbox.connected()) {
                missing.add("nobody publishes " + inbox.topic());
            }
        }
        List<TopicInbox<?>> spoken = new ArrayList<>(List.of(jointStates, cameraInfo));
        gripperState.ifPresent(spoken::add);
        cameraInBase.ifPresent(spoken::add);
        for (TopicInbox<?> inbox : spoken) {
            if (inbox.last().isEmpty()) {
                missing.add((inbox.connected() ? "no message yet on " : "nobody publishes ")
                        + inbox.topic()
                        + inbox.lastRefusal());
            }
        }
        arrange.filter(publisher -> publisher.subscriberCount() == 0)
                .ifPresent(publisher -> missing.add("nobody subscribes to " + publisher.topic()));
        return missing;
    }
}
