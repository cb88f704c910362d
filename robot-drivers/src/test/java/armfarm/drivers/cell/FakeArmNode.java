package armfarm.drivers.cell;

import armfarm.messages.ArmId;
import armfarm.messages.CameraInfo;
import armfarm.messages.JointState;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import armfarm.messages.cell.SceneRequest;
import armfarm.messages.cell.SceneState;
import armfarm.messages.cell.SimulatorTruth;
import armfarm.messages.supervision.Supervision;
import armfarm.ros.GraphName;
import armfarm.ros.Publisher;
import armfarm.ros.RosHost;
import armfarm.ros.RosMessages;
import armfarm.ros.RosNode;
import armfarm.ros.actionlib.ActionServer;
import armfarm.ros.actionlib.ServerGoal;
import armfarm.ros.loops.RosLoops;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.ControlActions;
import armfarm.ros.messages.EmptyMessage;
import armfarm.ros.messages.FollowJointTrajectoryFeedback;
import armfarm.ros.messages.FollowJointTrajectoryGoal;
import armfarm.ros.messages.FollowJointTrajectoryResult;
import armfarm.ros.messages.GripperCommandFeedback;
import armfarm.ros.messages.GripperCommandGoal;
import armfarm.ros.messages.GripperCommandResult;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.JointTrajectoryPoint;
import armfarm.ros.messages.MessageType;
import armfarm.ros.messages.PoseStamped;
import armfarm.ros.messages.StringMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arm's side of the topic contract without physics: goals are reached at once, an object is 30 mm wide. */
final class FakeArmNode implements AutoCloseable {
    static final Pose CAMERA_IN_BASE = new Pose(0.55, 0, 0.6, 1, 0, 0, 0);
    static final int SIZE = 4;
    static final double OBJECT_METERS = 0.03;

    final List<FollowJointTrajectoryGoal> motions = new ArrayList<>();
    volatile boolean cameraWorks = true;
    volatile boolean motionWorks = true;
    volatile boolean arrangeWorks = true;
    /** The last one. */
    volatile ServerGoal<?, ?, ?> motionGoal;
    /** Motions never end. */
    volatile boolean motionStuck;
    /** Added to each joint at the end of a motion: contact. */
    volatile double pushedMeters;

    private final RosNode node;
    private final Supervision timer = RosLoops.of();
    private final Publisher<JointStateMessage> jointStates;
    private final Publisher<JointStateMessage> gripperState;
    private final Publisher<ImageMessage> image;
    private final Publisher<StringMessage> arranged;
    private final Publisher<StringMessage> truth;
    private double[] joints = new CartesianKinematics().homeJointsRadians();
    private double opening = 0.085;
    private SceneState scene = new SceneState("train-0", ObjectSet.TRAINING);
    private volatile Instant now = Instant.ofEpochSecond(1);

    FakeArmNode(ArmId arm, URI master) {
        ArmTopics topics = ArmTopics.of(arm);
        node = RosNode.start(GraphName.of("/" + arm.name() + "/fake"), master, RosHost.loopback());
        jointStates = node.advertise(topics.jointStates(), JointStateMessage.TYPE, true);
        gripperState = node.advertise(topics.gripperState().orElseThrow(), JointStateMessage.TYPE, true);
        truth = node.advertise(topics.truth().orElseThrow(), StringMessage.TYPE, false);
        arranged = node.advertise(topics.bin().orElseThrow().arranged(), StringMessage.TYPE, false);
        node.subscribe(topics.cameraTrigger().orElseThrow(), EmptyMessage.TYPE, trigger -> takeImage());
        image = node.advertise(topics.image(), ImageMessage.TYPE, false);
        CameraInfo camera = new CameraInfo(SIZE, SIZE, 5, 6, 2, 2, CAMERA_IN_BASE);
        latch(topics.cameraInfo(), CameraInfoMessage.TYPE, RosMessages.cameraInfoMessage(camera, now));
        latch(
                topics.cameraInBase().orElseThrow(),
                PoseStamped.TYPE,
                new PoseStamped(Header.at(now, "base"), RosMessages.poseMessage(CAMERA_IN_BASE)));
        publishState();
        new ActionServer<>(
                node, topics.trajectory(), ControlActions.FOLLOW_JOINT_TRAJECTORY, () -> now, timer, this::move);
        new ActionServer<>(node, topics.gripper(), ControlActions.GRIPPER_COMMAND, () -> now, timer, this::grip);
        node.subscribe(topics.bin().orElseThrow().arrange(), StringMessage.TYPE, this::arrange);
    }

    private <T> void latch(GraphName topic, MessageType<T> type, T message) {
        node.advertise(topic, type, true).publish(message);
    }

    private synchronized void publishState() {
        jointStates.publish(
                RosMessages.jointStateMessage(RosMessages.jointState(now, ArmTopics.jointNames(7), joints)));
        gripperState.publish(
                RosMessages.jointStateMessage(new JointState(now, List.of(ArmTopics.GRIPPER_JOINT), List.of(opening))));
    }

    private synchronized void takeImage() {
        tick();
        if (cameraWorks) {
            byte[] pixels = new byte[SIZE * SIZE * 3];
            pixels[0] = (byte) now.getEpochSecond();
            image.publish(RosMessages.imageMessage(new RgbImage(SIZE, SIZE, pixels), now));
        }
    }

    private synchronized void move(
            ServerGoal<FollowJointTrajectoryGoal, FollowJointTrajectoryResult, FollowJointTrajectoryFeedback> goal) {
        motions.add(goal.goal());
        motionGoal = goal;
        goal.accept();
        tick();
        if (motionWorks) {
            List<JointTrajectoryPoint> points = goal.goal().trajectory().points();
            List<Double> end = points.get(points.size() - 1).positions();
            joints = end.stream().mapToDouble(Double::doubleValue).toArray();
            joints[2] += pushedMeters;
            if (opening < 0.04 && joints[2] > 0.14) {
                String held = opening > 0.001 ? "train-0042" : "";
                truth.publish(new StringMessage(
                        WorkcellJson.write(new SimulatorTruth(held.isEmpty() ? Optional.empty() : Optional.of(held)))));
            }
        }
        publishState();
        if (motionStuck) {
            return;
        }
        if (motionWorks) {
            goal.succeed(new FollowJointTrajectoryResult(0, ""), "");
        } else {
            goal.abort(new FollowJointTrajectoryResult(-4, "joint 3 is late"), "stopped");
        }
    }

    private synchronized void grip(ServerGoal<GripperCommandGoal, GripperCommandResult, GripperCommandFeedback> goal) {
        goal.accept();
        tick();
        double wanted = goal.goal().command().position();
        boolean stalled = wanted < OBJECT_METERS && joints[2] < 0.05;
        opening = stalled ? OBJECT_METERS : wanted;
        publishState();
        GripperCommandResult result = new GripperCommandResult(opening, 12, stalled, !stalled);
        if (stalled) {
            goal.abort(result, "stopped");
        } else {
            goal.succeed(result, "");
        }
    }

    private synchronized void arrange(StringMessage text) {
        WorkcellJson.Arrange request = WorkcellJson.readArrange(text.data());
        WorkcellJson.Arranged answer = arrangeWorks
                ? new WorkcellJson.Arranged(request.id(), Optional.of(scene(request.request())), Optional.empty())
                : new WorkcellJson.Arranged(request.id(), Optional.empty(), Optional.of("the hopper is empty"));
        arranged.publish(new StringMessage(WorkcellJson.write(answer)));
    }

    private SceneState scene(SceneRequest request) {
        if (request.kind() == SceneRequest.Kind.NEW_OBJECTS) {
            scene = new SceneState("train-" + request.seed(), request.objectSet());
        }
        return scene;
    }

    private void tick() {
        now = now.plus(Duration.ofMillis(500));
    }

    @Override
    public void close() {
        timer.close();
        node.close();
    }
}
