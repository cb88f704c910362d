package armfarm.drivers.sim;

import armfarm.drivers.DriverException;
import armfarm.drivers.ros.ArmTopics;
import armfarm.drivers.ros.GraphName;
import armfarm.drivers.ros.Publisher;
import armfarm.drivers.ros.RosHost;
import armfarm.drivers.ros.RosMessages;
import armfarm.drivers.ros.RosNode;
import armfarm.drivers.ros.WorkcellJson;
import armfarm.drivers.ros.actionlib.ActionServer;
import armfarm.drivers.ros.actionlib.ServerGoal;
import armfarm.drivers.ros.messages.CameraInfoMessage;
import armfarm.drivers.ros.messages.ControlActions;
import armfarm.drivers.ros.messages.EmptyMessage;
import armfarm.drivers.ros.messages.FollowJointTrajectoryFeedback;
import armfarm.drivers.ros.messages.FollowJointTrajectoryGoal;
import armfarm.drivers.ros.messages.FollowJointTrajectoryResult;
import armfarm.drivers.ros.messages.GripperCommandFeedback;
import armfarm.drivers.ros.messages.GripperCommandGoal;
import armfarm.drivers.ros.messages.GripperCommandMessage;
import armfarm.drivers.ros.messages.GripperCommandResult;
import armfarm.drivers.ros.messages.Header;
import armfarm.drivers.ros.messages.ImageMessage;
import armfarm.drivers.ros.messages.JointStateMessage;
import armfarm.drivers.ros.messages.PoseStamped;
import armfarm.drivers.ros.messages.StringMessage;
import armfarm.messages.ArmId;
import armfarm.messages.GripperState;
import armfarm.messages.JointState;
import armfarm.messages.RgbImage;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A simulated arm as a ROS node: it speaks the topics of robot-drivers/README.md and nothing else, so that a controller
 * cannot tell it from a real arm. Stamps are by the simulation's clock, which starts at one second.
 *
 * <p>All physics and drawing runs on one thread of the node's own; ROS callbacks only queue their messages there.
 * Thread-safe.
 */
public final class SimulatedArmNode implements AutoCloseable {
    private final ArmId id;
    private final RosNode node;
    private final ArmThread thread;
    private final ScheduledExecutorService statusTimer;

    /** The simulation's clock as other threads may see it: when the arm last published its state. */
    private volatile Instant shownTime = Instant.EPOCH;

    private SimulatedArm arm;
    private Publisher<JointStateMessage> jointStates;
    private Publisher<JointStateMessage> gripperState;
    private Publisher<ImageMessage> image;
    private Publisher<StringMessage> arranged;
    private Publisher<StringMessage> truth;

    /**
     * What to simulate.
     *
     * @param seed of the camera's mounting error; arms of one farm differ in it
     * @param pace how the simulation's clock follows the wall clock
     */
    public record Config(
            ArmId arm, ObjectCatalog catalog, int widthPixels, int heightPixels, long seed, SimulationPace pace) {}

    private SimulatedArmNode(Config config, RosNode node) {
        this.id = config.arm();
        this.node = node;
        this.thread = new ArmThread("sim-" + config.arm());
        this.statusTimer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread timer = new Thread(task, "sim-status-" + config.arm());
            timer.setDaemon(true);
            return timer;
        });
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
        ArmTopics topics = new ArmTopics(id);
        jointStates = node.advertise(topics.jointStates(), JointStateMessage.TYPE, true);
        gripperState = node.advertise(topics.gripperState(), JointStateMessage.TYPE, true);
        truth = node.advertise(topics.truth(), StringMessage.TYPE, false);
        arranged = node.advertise(topics.arranged(), StringMessage.TYPE, false);
        node.subscribe(topics.cameraTrigger(), EmptyMessage.TYPE, trigger -> thread.submit(this::takeImage));
        image = node.advertise(topics.image(), ImageMessage.TYPE, false);
        node.advertise(topics.cameraInfo(), CameraInfoMessage.TYPE, true)
                .publish(RosMessages.cameraInfoMessage(arm.camera(), now()));
        node.advertise(topics.cameraInBase(), PoseStamped.TYPE, true)
                .publish(new PoseStamped(
                        Header.at(now(), RosMessages.BASE_FRAME),
                        RosMessages.poseMessage(arm.camera().cameraInBase())));
        publishState();
        arm.whileMoving(this::publishJoints);
        new ActionServer<>(
                node,
                topics.motion(),
                ControlActions.FOLLOW_JOINT_TRAJECTORY,
                () -> shownTime,
                statusTimer,
                goal -> thread.submit(() -> follow(goal)));
        new ActionServer<>(
                node,
                topics.gripperCommand(),
                ControlActions.GRIPPER_COMMAND,
                () -> shownTime,
                statusTimer,
                goal -> thread.submit(() -> grip(goal)));
        node.subscribe(topics.arrange(), StringMessage.TYPE, text -> thread.submit(() -> arrange(text.data())));
    }

    private void takeImage() {
        RgbImage picture = arm.capture();
        image.publish(RosMessages.imageMessage(picture, now()));
    }

    private void follow(
            ServerGoal<FollowJointTrajectoryGoal, FollowJointTrajectoryResult, FollowJointTrajectoryFeedback> goal) {
        goal.accept();
        boolean done = false;
        String problem = "";
        try {
            TrajectoryGoal trajectory = TrajectoryGoal.read(goal.goal().trajectory(), arm.measuredJoints().length);
            done = follow(goal, trajectory);
        } catch (DriverException e) {
            problem = e.getMessage();
        }
        if (done && arm.liftedClosed()) {
            truth.publish(new StringMessage(WorkcellJson.write(arm.truth())));
        }
        publishState();
        if (done) {
            goal.succeed(new FollowJointTrajectoryResult(FollowJointTrajectoryResult.SUCCESSFUL, ""), "");
        } else if (problem.isEmpty()) {
            goal.preempt(new FollowJointTrajectoryResult(FollowJointTrajectoryResult.SUCCESSFUL, ""), "cancelled");
        } else {
            goal.abort(new FollowJointTrajectoryResult(FollowJointTrajectoryResult.INVALID_GOAL, problem), problem);
        }
    }

    /** @return whether it went to the end, and was not cancelled */
    private boolean follow(ServerGoal<?, ?, FollowJointTrajectoryFeedback> goal, TrajectoryGoal trajectory) {
        double start = arm.simTimeSeconds();
        arm.whileMoving(() -> {
            publishJoints();
            double[] desired = trajectory.atSeconds(arm.simTimeSeconds() - start);
            goal.tell(TrajectoryFeedback.of(now(), desired, arm.measuredJoints()));
        });
        try {
            return arm.followTrajectory(
                    trajectory.jointsRadians(), trajectory.timesSeconds(), () -> !goal.cancelRequested());
        } finally {
            arm.whileMoving(this::publishJoints);
        }
    }

    private void grip(ServerGoal<GripperCommandGoal, GripperCommandResult, GripperCommandFeedback> goal) {
        goal.accept();
        GripperCommandMessage command = goal.goal().command();
        boolean valid = Double.isFinite(command.position()) && command.maxEffort() > 0;
        boolean wanted = valid && !goal.cancelRequested();
        GripperState state = wanted ? arm.commandGripper(command.position(), command.maxEffort()) : arm.gripperState();
        double effort = Math.min(command.maxEffort(), SimulatedGripper.MAX_FORCE_NEWTONS);
        boolean reached = wanted && !state.stalled();
        publishState();
        goal.tell(new GripperCommandFeedback(state.openingMeters(), effort, state.stalled(), reached));
        GripperCommandResult result = new GripperCommandResult(state.openingMeters(), effort, state.stalled(), reached);
        if (wanted) {
            goal.succeed(result, "");
        } else if (valid) {
            goal.preempt(result, "cancelled before it began");
        } else {
            goal.abort(
                    result,
                    "position " + command.position() + " m, max_effort " + command.maxEffort()
                            + " N; expected a number and more than 0");
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
        shownTime = now();
        jointStates.publish(RosMessages.jointStateMessage(RosMessages.jointState(now(), arm.measuredJoints())));
    }

    private Instant now() {
        return Instant.EPOCH.plusNanos(Math.round(arm.simTimeSeconds() * 1e9));
    }

    /** Leaves the ROS graph and ends the arm's thread; takes at most a few seconds. */
    @Override
    public void close() {
        statusTimer.shutdownNow();
        node.close();
        thread.close();
    }
}
