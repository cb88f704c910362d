package armfarm.drivers.cell;

import armfarm.drivers.kinematics.JointLimits;
import armfarm.drivers.safety.SafetyEnvelope;
import armfarm.messages.ArmId;
import armfarm.messages.CameraInfo;
import armfarm.messages.DepthImage;
import armfarm.messages.JpegCodec;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import armfarm.messages.supervision.Supervision;
import armfarm.ros.GraphName;
import armfarm.ros.Publisher;
import armfarm.ros.RosHost;
import armfarm.ros.RosMessages;
import armfarm.ros.RosNode;
import armfarm.ros.actionlib.ActionServer;
import armfarm.ros.actionlib.ServerGoal;
import armfarm.ros.loops.RosLoops;
import armfarm.ros.messages.ByteArray;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.ControlActions;
import armfarm.ros.messages.FollowJointTrajectoryFeedback;
import armfarm.ros.messages.FollowJointTrajectoryGoal;
import armfarm.ros.messages.FollowJointTrajectoryResult;
import armfarm.ros.messages.GoalId;
import armfarm.ros.messages.GripperCommandFeedback;
import armfarm.ros.messages.GripperCommandGoal;
import armfarm.ros.messages.GripperCommandResult;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.JointTrajectoryPoint;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An arm as a lab has it: names of its own, arm and gripper on one topic of joint states, a camera that runs freely by the
 * wall clock, a gripper whose position 0 is open, and nothing that arranges a bin, knows a truth or hears a heartbeat.
 */
public final class ForeignArmNode implements AutoCloseable {
    public static final ArmId ARM = new ArmId("lab_arm");

    private static final Pose HOME = Pose.topDown(0.45, -0.36, 0.30, 0);
    private static final List<String> JOINTS = List.of("x", "y", "z", "yaw", "d", "e", "f");
    private static final double OBJECT_METERS = 0.03;
    private static final int SIZE = 16;

    /** Joint states of the gripper alone. */
    public static final GraphName HAND = GraphName.of("/lab/hand/states");

    /** What a depth camera sends. */
    static final GraphName DEPTH = GraphName.of("/lab/camera/depth");

    public volatile boolean cameraSeesBlack;
    public volatile boolean cameraFrozen;
    /** Positions that it publishes instead of its own; as many as joints, or none. */
    public volatile Optional<List<Double>> saysPositions = Optional.empty();
    /** Sent on {@link #DEPTH} before every raw image, with its stamp. */
    volatile Optional<DepthImage> sendsDepth = Optional.empty();

    /** Topic of a gripper of its own, on which its position is this. */
    private final Publisher<JointStateMessage> hand;

    private final Publisher<CameraInfoMessage> info;
    volatile FollowJointTrajectoryGoal lastMotion;
    volatile GripperCommandGoal lastGrip;
    final AtomicInteger cancels = new AtomicInteger();

    private final InstantSource clock = InstantSource.system();
    private final SplittableRandom noise = new SplittableRandom(1);
    private final Supervision timer = RosLoops.of();
    private final RosNode node;
    private final Publisher<JointStateMessage> states;
    private final Publisher<ImageMessage> images;
    private final Publisher<CompressedImage> compressedImages;
    private final Publisher<ImageMessage> depths;
    private final List<Double> joints = new ArrayList<>(List.of(0.45, -0.36, 0.30, 0.0, 0.0, 0.0, 0.0));
    private double finger;
    private byte[] pixels = new byte[SIZE * SIZE * 3];

    public ForeignArmNode(URI master) {
        CellSpec spec = spec();
        ArmTopics topics = spec.topics();
        node = RosNode.start(GraphName.of("/lab/driver"), master, RosHost.loopback());
        states = node.advertise(topics.jointStates(), JointStateMessage.TYPE, false);
        images = node.advertise(topics.image(), ImageMessage.TYPE, false);
        compressedImages = node.advertise(topics.image().child("compressed"), CompressedImage.TYPE, false);
        depths = node.advertise(DEPTH, ImageMessage.TYPE, false);
        hand = node.advertise(HAND, JointStateMessage.TYPE, true);
        info = node.advertise(topics.cameraInfo(), CameraInfoMessage.TYPE, true);
        info.publish(cameraInfo());
        new ActionServer<>(
                node, topics.trajectory(), ControlActions.FOLLOW_JOINT_TRAJECTORY, clock::instant, timer, this::move);
        new ActionServer<>(node, topics.gripper(), ControlActions.GRIPPER_COMMAND, clock::instant, timer, this::grip);
        node.subscribe(topics.motionCancel(), GoalId.TYPE, goal -> cancels.incrementAndGet());
        timer.every(Duration.ofMillis(20), "joint states", this::publish).start();
        timer.every(Duration.ofMillis(50), "images", this::takeImage).start();
    }

    public CameraInfoMessage cameraInfo() {
        return RosMessages.cameraInfoMessage(new CameraInfo(SIZE, SIZE, 20, 20, 8, 8, Pose.IDENTITY), clock.instant());
    }

    public void publish(CameraInfoMessage message) {
        info.publish(message);
    }

    /** Says once, for all who come later, where the fingers are on {@link #HAND}. @param positions one or none */
    public void publishHand(List<Double> positions) {
        hand.publish(new JointStateMessage(
                Header.at(clock.instant(), ""), List.of("finger"), positions, List.of(), List.of()));
    }

    /** What the farm is told about it, with its raw images. */
    public static CellSpec spec() {
        return spec(false);
    }

    /** With its raw images and the depth it sends on {@link #DEPTH}. */
    static CellSpec specWithDepth() {
        CellSpec spec = spec();
        return new CellSpec(
                spec.arm(),
                spec.source(),
                spec.topics().withDepth(DEPTH),
                spec.jointNames(),
                spec.model(),
                spec.camera(),
                spec.gripper(),
                spec.workspace(),
                spec.homeInBase(),
                spec.travelHeightMeters(),
                spec.envelope(),
                spec.speeds());
    }

    /** With its raw or its compressed images. */
    public static CellSpec spec(boolean compressed) {
        GraphName lab = GraphName.of("/lab");
        return new CellSpec(
                ARM,
                "cells[0]",
                new ArmTopics(
                        lab.child("states"),
                        lab.child("controller/follow"),
                        lab.child("hand/cmd"),
                        Optional.of(lab.child("states")),
                        lab.child(compressed ? "camera/raw/compressed" : "camera/raw"),
                        lab.child("camera/info"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ArmTopics.heartbeat(ARM)),
                JOINTS,
                CartesianKinematics::new,
                new CameraSpec(
                        compressed,
                        false,
                        List.of(compressed ? "jpeg" : "bgr8"),
                        5,
                        Duration.ofSeconds(1),
                        CameraSpec.Stamps.ARRIVAL,
                        Duration.ofMillis(50),
                        Optional.of(new Pose(0.55, 0, 0.6, 1, 0, 0, 0))),
                new GripperSpec("finger", -0.1, 0.08, 0.08, 40),
                FakeCells.WORKSPACE,
                HOME,
                0.4,
                new SafetyEnvelope(
                        SafetyEnvelope.boxAround(FakeCells.WORKSPACE, HOME, 0.4),
                        List.of(),
                        10,
                        25,
                        Collections.nCopies(7, new JointLimits(-3, 3, 10, 10))),
                MotionSpeeds.defaults());
    }

    private synchronized void publish() {
        List<String> names = new ArrayList<>(List.of("finger"));
        List<Double> positions = new ArrayList<>(List.of(finger));
        names.addAll(JOINTS);
        positions.addAll(saysPositions.orElse(joints));
        states.publish(new JointStateMessage(Header.at(clock.instant(), ""), names, positions, List.of(), List.of()));
    }

    private void takeImage() {
        if (!cameraFrozen) {
            pixels = pixels.clone();
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (cameraSeesBlack ? 0 : 90 + noise.nextInt(20));
            }
        }
        Instant stamp = clock.instant();
        sendsDepth.ifPresent(depth -> depths.publish(RosMessages.depthMessage(depth, stamp)));
        images.publish(
                new ImageMessage(Header.at(stamp, "camera"), SIZE, SIZE, "bgr8", 0, 3L * SIZE, new ByteArray(pixels)));
        byte[] jpeg = JpegCodec.encode(new RgbImage(SIZE, SIZE, pixels), 0.9f).bytes();
        compressedImages.publish(new CompressedImage(
                Header.at(clock.instant(), "camera"), "bgr8; jpeg compressed bgr8", new ByteArray(jpeg)));
    }

    private synchronized void move(
            ServerGoal<FollowJointTrajectoryGoal, FollowJointTrajectoryResult, FollowJointTrajectoryFeedback> goal) {
        goal.accept();
        lastMotion = goal.goal();
        List<JointTrajectoryPoint> points = goal.goal().trajectory().points();
        List<String> names = goal.goal().trajectory().jointNames();
        List<Double> end = points.get(points.size() - 1).positions();
        for (int j = 0; j < JOINTS.size(); j++) {
            joints.set(j, end.get(names.indexOf(JOINTS.get(j))));
        }
        goal.succeed(new FollowJointTrajectoryResult(0, ""), "");
    }

    private synchronized void grip(ServerGoal<GripperCommandGoal, GripperCommandResult, GripperCommandFeedback> goal) {
        goal.accept();
        lastGrip = goal.goal();
        double wanted = goal.goal().command().position();
        double object = (OBJECT_METERS - 0.08) / -0.1;
        boolean stalled = wanted > object && joints.get(2) < 0.05;
        finger = stalled ? object : wanted;
        GripperCommandResult result = new GripperCommandResult(finger, 20, stalled, !stalled);
        if (stalled) {
            goal.abort(result, "");
        } else {
            goal.succeed(result, "");
        }
    }

    @Override
    public void close() {
        timer.close();
        node.close();
    }
}
