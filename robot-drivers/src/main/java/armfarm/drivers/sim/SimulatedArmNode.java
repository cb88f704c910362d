package armfarm.drivers.sim;

import armfarm.drivers.DriverException;
import armfarm.drivers.ros.ArmTopics;
import armfarm.drivers.ros.GraphName;
import armfarm.drivers.ros.Publisher;
import armfarm.drivers.ros.RosHost;
import armfarm.drivers.ros.RosMessages;
import armfarm.drivers.ros.RosNode;
import armfarm.drivers.ros.WorkcellJson;
import armfarm.drivers.ros.messages.ActionGoal;
import armfarm.drivers.ros.messages.ActionResult;
import armfarm.drivers.ros.messages.CameraInfoMessage;
import armfarm.drivers.ros.messages.ControlActions;
import armfarm.drivers.ros.messages.EmptyMessage;
import armfarm.drivers.ros.messages.FollowJointTrajectoryGoal;
import armfarm.drivers.ros.messages.FollowJointTrajectoryResult;
import armfarm.drivers.ros.messages.GoalId;
import armfarm.drivers.ros.messages.GoalStatus;
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
    private SimulatedArm arm;
    private Publisher<JointStateMessage> jointStates;
    private Publisher<ActionResult<FollowJointTrajectoryResult>> motionResult;
    private Publisher<ActionResult<GripperCommandResult>> gripperResult;
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
        motionResult = node.advertise(topics.motionResult(), ControlActions.FOLLOW_JOINT_TRAJECTORY.result(), false);
        gripperResult = node.advertise(topics.gripperResult(), ControlActions.GRIPPER_COMMAND.result(), false);
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
        node.subscribe(
                topics.motionGoal(),
                ControlActions.FOLLOW_JOINT_TRAJECTORY.goal(),
                goal -> thread.submit(() -> follow(goal)));
        node.subscribe(
                topics.gripperGoal(), ControlActions.GRIPPER_COMMAND.goal(), goal -> thread.submit(() -> grip(goal)));
        node.subscribe(topics.arrange(), StringMessage.TYPE, text -> thread.submit(() -> arrange(text.data())));
    }

    private void takeImage() {
        RgbImage picture = arm.capture();
        image.publish(RosMessages.imageMessage(picture, now()));
    }

    private void follow(ActionGoal<FollowJointTrajectoryGoal> goal) {
        String problem = "";
        try {
            TrajectoryGoal trajectory = TrajectoryGoal.read(goal.goal().trajectory(), arm.measuredJoints().length);
            arm.followTrajectory(trajectory.jointsRadians(), trajectory.timesSeconds());
        } catch (DriverException e) {
            problem = e.getMessage();
        }
        boolean done = problem.isEmpty();
        if (done && arm.liftedClosed()) {
            truth.publish(new StringMessage(WorkcellJson.write(arm.truth())));
        }
        publishState();
        motionResult.publish(new ActionResult<>(
                Header.at(now(), ""),
                status(goal.goalId(), done, problem),
                new FollowJointTrajectoryResult(
                        done ? FollowJointTrajectoryResult.SUCCESSFUL : FollowJointTrajectoryResult.INVALID_GOAL,
                        problem)));
    }

    private void grip(ActionGoal<GripperCommandGoal> goal) {
        GripperCommandMessage command = goal.goal().command();
        boolean valid = Double.isFinite(command.position()) && command.maxEffort() > 0;
        GripperState state = valid ? arm.commandGripper(command.position(), command.maxEffort()) : arm.gripperState();
        publishState();
        gripperResult.publish(new ActionResult<>(
                Header.at(now(), ""),
                status(
                        goal.goalId(),
                        valid,
                        valid
                                ? ""
                                : "position " + command.position() + " m, max_effort " + command.maxEffort()
                                        + " N; expected a number and more than 0"),
                new GripperCommandResult(
                        state.openingMeters(),
                        Math.min(command.maxEffort(), SimulatedGripper.MAX_FORCE_NEWTONS),
                        state.stalled(),
                        valid && !state.stalled())));
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
        jointStates.publish(RosMessages.jointStateMessage(RosMessages.jointState(now(), arm.measuredJoints())));
    }

    private static GoalStatus status(GoalId goal, boolean succeeded, String text) {
        return new GoalStatus(goal, succeeded ? GoalStatus.SUCCEEDED : GoalStatus.ABORTED, text);
    }

    private Instant now() {
        return Instant.EPOCH.plusNanos(Math.round(arm.simTimeSeconds() * 1e9));
    }

    /** Leaves the ROS graph and ends the arm's thread; takes at most a few seconds. */
    @Override
    public void close() {
        node.close();
        thread.close();
    }
}
