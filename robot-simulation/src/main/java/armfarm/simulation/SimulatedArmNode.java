package armfarm.simulation;

import armfarm.drivers.cell.ArmTopics;
import armfarm.drivers.cell.WorkcellJson;
import armfarm.drivers.safety.DeadMan;
import armfarm.messages.ArmId;
import armfarm.messages.DriverException;
import armfarm.messages.GripperState;
import armfarm.messages.JointState;
import armfarm.messages.RgbImage;
import armfarm.messages.supervision.LoopOptions;
import armfarm.messages.supervision.Supervision;
import armfarm.ros.GraphName;
import armfarm.ros.Publisher;
import armfarm.ros.RosHost;
import armfarm.ros.RosMessages;
import armfarm.ros.RosNode;
import armfarm.ros.actionlib.ActionServer;
import armfarm.ros.actionlib.ServerGoal;
import armfarm.ros.loops.RosLoops;
import armfarm.ros.messages.BoolMessage;
import armfarm.ros.messages.CameraInfoMessage;
import armfarm.ros.messages.ControlActions;
import armfarm.ros.messages.EmptyMessage;
import armfarm.ros.messages.FollowJointTrajectoryFeedback;
import armfarm.ros.messages.FollowJointTrajectoryGoal;
import armfarm.ros.messages.FollowJointTrajectoryResult;
import armfarm.ros.messages.GripperCommandFeedback;
import armfarm.ros.messages.GripperCommandGoal;
import armfarm.ros.messages.GripperCommandMessage;
import armfarm.ros.messages.GripperCommandResult;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.ImageMessage;
import armfarm.ros.messages.JointStateMessage;
import armfarm.ros.messages.PoseStamped;
import armfarm.ros.messages.StringMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A simulated arm as a ROS node: it speaks the topics of robot-drivers/README.md and nothing else, so that a controller
 * cannot tell it from a real arm. Stamps are by the simulation's clock, which starts at one second.
 *
 * <p>It moves only while a controller says ten times a second that it may, and stands still within a second of silence.
 *
 * <p>All physics and drawing runs on one thread of the node's own; ROS callbacks only queue their messages there.
 * Thread-safe.
 */
public final class SimulatedArmNode implements AutoCloseable {
    private static final long FIRST_BEAT_PATIENCE_MILLISECONDS = 300;

    private final ArmId id;
    private final RosNode node;
    private final ArmThread thread;
    private final DeadMan deadMan = new DeadMan();
    private final boolean needsHeartbeat;
    private final Supervision loops = RosLoops.of();

    /** The simulation's clock as other threads may see it: when the arm last published its state. */
    private volatile Instant shownTime = Instant.EPOCH;

    private SimulatedArm arm;
    private Publisher<JointStateMessage> jointStates;
    private Publisher<JointStateMessage> gripperState;
    private Publisher<ImageMessage> image;
    private Optional<Publisher<ImageMessage>> depth = Optional.empty();
    private Publisher<StringMessage> arranged;
    private Publisher<StringMessage> truth;

    /**
     * What to simulate.
     *
     * @param seed of the camera's mounting error; arms of one farm differ in it
     * @param pace how the simulation's clock follows the wall clock
     * @param needsHeartbeat whether it moves only while a controller says that it may; false as with an arm of others
     * @param depth whether it has a depth camera, registered to the colour camera
     */
    public record Config(
            ArmId arm,
            ObjectCatalog catalog,
            int widthPixels,
            int heightPixels,
            long seed,
            SimulationPace pace,
            boolean needsHeartbeat,
            boolean depth) {
        /** Without depth. */
        public Config(
                ArmId arm,
                ObjectCatalog catalog,
                int widthPixels,
                int heightPixels,
                long seed,
                SimulationPace pace,
                boolean needsHeartbeat) {
            this(arm, catalog, widthPixels, heightPixels, seed, pace, needsHeartbeat, false);
        }

        /** With the farm's heartbeat, without depth. */
        public Config(
                ArmId arm, ObjectCatalog catalog, int widthPixels, int heightPixels, long seed, SimulationPace pace) {
            this(arm, catalog, widthPixels, heightPixels, seed, pace, true);
        }

        /** The same arm with or without a depth camera. */
        public Config withDepth(boolean hasDepth) {
            return new Config(arm, catalog, widthPixels, heightPixels, seed, pace, needsHeartbeat, hasDepth);
        }
    }

    /** Nothing that fails may keep the next tick waiting. */
    private static final Duration BEAT = Duration.ofMillis(DeadMan.BEAT_MILLISECONDS);

    private static final LoopOptions OPTIONS = LoopOptions.defaults()
            .withPauses(BEAT, BEAT)
            .withSilenceLimit(Duration.ofSeconds(10))
            .withPatience(Duration.ofMillis(500));

    private SimulatedArmNode(Config config, RosNode node) {
        this.id = config.arm();
        this.node = node;
        this.thread = new ArmThread("sim-" + config.arm(), !config.pace().waits());
        this.needsHeartbeat = config.needsHeartbeat();
        this.loops.include(node.loops());
    }

    /**
     * Starts the arm with an empty bin. Blocks until every topic is offered.
     *
     * @throws DriverException if the master does not answer or no port is free; nothing is left running
     */
    public static SimulatedArmNode start(Config config, URI masterUri, RosHost host) {
        RosNode ros = RosNode.start(GraphName.of("/" + config.arm() + "/simulated_arm"), masterUri, host);
        SimulatedArmNode started = new SimulatedArmNode(config, ros);
        try {
            started.thread.call(() -> started.open(config));
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /** What lives as long as this arm, its node's loops too. */
    public Supervision loops() {
        return loops;
    }

    public ArmId id() {
        return id;
    }

    /** Whether the arm serves its topics; false after {@link #close}. */
    public boolean running() {
        return thread.running();
    }

    private void open(Config config) {
        arm = new SimulatedArm(
                config.catalog(), config.widthPixels(), config.heightPixels(), config.seed(), config.pace());
        ArmTopics topics = ArmTopics.of(id);
        jointStates = node.advertise(topics.jointStates(), JointStateMessage.TYPE, true);
        gripperState = node.advertise(topics.gripperState().orElseThrow(), JointStateMessage.TYPE, true);
        truth = node.advertise(topics.truth().orElseThrow(), StringMessage.TYPE, false);
        node.subscribe(
                topics.cameraTrigger().orElseThrow(), EmptyMessage.TYPE, trigger -> thread.submit(this::takeImage));
        image = node.advertise(topics.image(), ImageMessage.TYPE, false);
        if (config.depth()) {
            depth = Optional.of(node.advertise(ArmTopics.depthOf(id), ImageMessage.TYPE, false));
        }
        node.advertise(topics.cameraInfo(), CameraInfoMessage.TYPE, true)
                .publish(RosMessages.cameraInfoMessage(arm.camera(), now()));
        node.advertise(topics.cameraInBase().orElseThrow(), PoseStamped.TYPE, true)
                .publish(new PoseStamped(
                        Header.at(now(), RosMessages.BASE_FRAME),
                        RosMessages.poseMessage(arm.camera().cameraInBase())));
        publishState();
        arm.whileMoving(this::publishJoints);
        if (needsHeartbeat) {
            node.subscribe(topics.heartbeat(), BoolMessage.TYPE, beat -> deadMan.beat(beat.data()));
        }
        new ActionServer<>(
                node,
                topics.trajectory(),
                ControlActions.FOLLOW_JOINT_TRAJECTORY,
                () -> shownTime,
                loops,
                goal -> thread.submit(() -> follow(goal)));
        new ActionServer<>(
                node,
                topics.gripper(),
                ControlActions.GRIPPER_COMMAND,
                () -> shownTime,
                loops,
                goal -> thread.submit(() -> grip(goal)));
        ArmTopics.Bin bin = topics.bin().orElseThrow();
        arranged = node.advertise(bin.arranged(), StringMessage.TYPE, false);
        node.subscribe(bin.arrange(), StringMessage.TYPE, text -> thread.submit(() -> arrange(text.data())));
        loops.every(BEAT, "dead-man of " + id, deadMan::tick, OPTIONS).start();
    }

    /** Why the arm must not go on with what it does for this goal; empty while it may. */
    private Optional<String> interruption(ServerGoal<?, ?, ?> goal) {
        if (goal.cancelRequested()) {
            return Optional.of("cancelled");
        }
        return needsHeartbeat ? deadMan.refusal() : Optional.empty();
    }

    private void takeImage() {
        RgbImage picture = arm.capture();
        depth.ifPresent(topic -> topic.publish(RosMessages.depthMessage(arm.depth(), now())));
        image.publish(RosMessages.imageMessage(picture, now()));
    }

    private void begin(ServerGoal<?, ?, ?> goal) {
        goal.accept();
        if (needsHeartbeat) {
            deadMan.awaitBeat(FIRST_BEAT_PATIENCE_MILLISECONDS);
        }
    }

    private void follow(
            ServerGoal<FollowJointTrajectoryGoal, FollowJointTrajectoryResult, FollowJointTrajectoryFeedback> goal) {
        begin(goal);
        String problem = "";
        try {
            TrajectoryGoal trajectory = TrajectoryGoal.read(goal.goal().trajectory(), arm.measuredJoints().length);
            follow(goal, trajectory);
        } catch (DriverException e) {
            problem = e.getMessage();
        }
        boolean done = problem.isEmpty();
        if (done && arm.liftedClosed()) {
            truth.publish(new StringMessage(WorkcellJson.write(arm.truth())));
        }
        publishState();
        if (done) {
            goal.succeed(new FollowJointTrajectoryResult(FollowJointTrajectoryResult.SUCCESSFUL, ""), "");
        } else if (goal.cancelRequested()) {
            goal.preempt(new FollowJointTrajectoryResult(FollowJointTrajectoryResult.SUCCESSFUL, problem), problem);
        } else {
            goal.abort(new FollowJointTrajectoryResult(FollowJointTrajectoryResult.INVALID_GOAL, problem), problem);
        }
    }

    /** @throws MotionInterruptedException if it had to end on the way */
    private void follow(ServerGoal<?, ?, FollowJointTrajectoryFeedback> goal, TrajectoryGoal trajectory) {
        double start = arm.simTimeSeconds();
        arm.interruptWhen(() -> interruption(goal));
        arm.whileMoving(() -> {
            publishJoints();
            double[] desired = trajectory.atSeconds(arm.simTimeSeconds() - start);
            goal.tell(TrajectoryFeedback.of(now(), desired, arm.measuredJoints()));
        });
        try {
            arm.followTrajectory(trajectory.jointsRadians(), trajectory.timesSeconds());
        } finally {
            arm.whileMoving(this::publishJoints);
        }
    }

    private void grip(ServerGoal<GripperCommandGoal, GripperCommandResult, GripperCommandFeedback> goal) {
        begin(goal);
        GripperCommandMessage command = goal.goal().command();
        boolean valid = Double.isFinite(command.position()) && command.maxEffort() > 0;
        String problem = valid
                ? interruption(goal).orElse("")
                : "position " + command.position() + " m, max_effort " + command.maxEffort()
                        + " N; expected a number and more than 0";
        boolean done = problem.isEmpty();
        GripperState state = done ? arm.commandGripper(command.position(), command.maxEffort()) : arm.gripperState();
        double effort = Math.min(command.maxEffort(), SimulatedGripper.MAX_FORCE_NEWTONS);
        boolean stalled = done && state.stalled();
        boolean reached = done && !state.stalled();
        publishState();
        goal.tell(new GripperCommandFeedback(state.openingMeters(), effort, stalled, reached));
        GripperCommandResult result = new GripperCommandResult(state.openingMeters(), effort, stalled, reached);
        if (done) {
            goal.succeed(result, "");
        } else if (goal.cancelRequested()) {
            goal.preempt(result, problem);
        } else {
            goal.abort(result, problem);
        }
    }

    private void arrange(String json) {
        WorkcellJson.Arrange request = WorkcellJson.readArrange(json);
        WorkcellJson.Arranged answer;
        try {
            answer = new WorkcellJson.Arranged(
                    request.id(), Optional.of(arm.arrange(request.request())), Optional.empty());
        } catch (DriverException e) {
            answer = new WorkcellJson.Arranged(request.id(), Optional.empty(), Optional.of(e.getMessage()));
        }
        arranged.publish(new StringMessage(WorkcellJson.write(answer)));
    }

    private void publishState() {
        publishJoints();
        gripperState.publish(RosMessages.jointStateMessage(new JointState(
                now(),
                List.of(ArmTopics.GRIPPER_JOINT),
                List.of(arm.gripperState().openingMeters()))));
    }

    private void publishJoints() {
        double[] measured = arm.measuredJoints();
        shownTime = now();
        jointStates.publish(RosMessages.jointStateMessage(
                RosMessages.jointState(shownTime, ArmTopics.jointNames(measured.length), measured)));
    }

    private Instant now() {
        return Instant.EPOCH.plusNanos(Math.round(arm.simTimeSeconds() * 1e9));
    }

    /** Leaves the ROS graph and ends the arm's thread; takes at most a few seconds. */
    @Override
    public void close() {
        loops.close();
        node.close();
        thread.close();
    }
}
