package armfarm.drivers.ros;

import armfarm.drivers.ArmCell;
import armfarm.drivers.CapturedImage;
import armfarm.drivers.DriverException;
import armfarm.drivers.SceneRequest;
import armfarm.drivers.SceneState;
import armfarm.drivers.SimulatorTruth;
import armfarm.drivers.WorkspaceLimits;
import armfarm.drivers.kinematics.ArmKinematics;
import armfarm.drivers.ros.actionlib.ActionClient;
import armfarm.drivers.ros.actionlib.GoalHandle;
import armfarm.drivers.ros.messages.ActionResult;
import armfarm.drivers.ros.messages.EmptyMessage;
import armfarm.drivers.ros.messages.FollowJointTrajectoryGoal;
import armfarm.drivers.ros.messages.FollowJointTrajectoryResult;
import armfarm.drivers.ros.messages.GoalStatus;
import armfarm.drivers.ros.messages.GripperCommandGoal;
import armfarm.drivers.ros.messages.GripperCommandMessage;
import armfarm.drivers.ros.messages.GripperCommandResult;
import armfarm.drivers.ros.messages.Header;
import armfarm.drivers.ros.messages.ImageMessage;
import armfarm.drivers.ros.messages.JointTrajectory;
import armfarm.drivers.ros.messages.StringMessage;
import armfarm.messages.ArmId;
import armfarm.messages.CameraInfo;
import armfarm.messages.GripperState;
import armfarm.messages.JointState;
import armfarm.messages.Pose;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An arm cell reached over ROS; the topics and their contract are in robot-drivers/README.md. It is a ROS node of its
 * own and cannot tell a simulated arm from a real one.
 *
 * <p>Messages of different topics may overtake each other, so answers are matched by goal id and by the robot's stamps.
 * Confined to the arm's thread.
 */
public final class RosArmCell implements ArmCell {
    /** Truth comes before the result of a motion, over another connection: this long it may be late. */
    private static final Duration TRUTH_TIMEOUT = Duration.ofSeconds(1);

    /** An opening this much smaller than the one that stalled means that the object is gone. */
    private static final double SLIPPED_METERS = 0.002;

    private final Config config;
    private final InstantSource clock;
    private final RosNode node;
    private final ArmLinks links;
    private final WorkspaceGuard guard;
    private final String goalPrefix;
    private final CameraInfo camera;
    private long goalCount;
    private Instant lastResultStamp = Instant.EPOCH;
    private boolean closedCommanded;
    private boolean liftedSinceClosing;
    private Optional<GripperState> stalledAt = Optional.empty();

    /**
     * How to reach a cell and what it may do.
     *
     * @param kinematics of this arm; used by the arm's thread only
     * @param travelHeightMeters no pose is higher, base frame
     * @param openMeters opening of the open gripper
     * @param gripNewtons force of the closing gripper
     * @param timeout by the wall clock, for connecting and for each call
     */
    public record Config(
            ArmId arm,
            URI masterUri,
            RosHost host,
            ArmKinematics kinematics,
            WorkspaceLimits workspace,
            Pose homeInBase,
            double travelHeightMeters,
            MotionSpeeds speeds,
            double openMeters,
            double gripNewtons,
            Duration timeout) {
        private static final double TRAVEL_ABOVE_HOME_METERS = 0.1;

        /** Defaults for everything that has one: loopback, default speeds, 85 mm, 12 N, 10 s. */
        public static Config of(
                ArmId arm, URI masterUri, ArmKinematics kinematics, WorkspaceLimits workspace, Pose homeInBase) {
            return new Config(
                    arm,
                    masterUri,
                    RosHost.loopback(),
                    kinematics,
                    workspace,
                    homeInBase,
                    Math.max(homeInBase.zMeters(), workspace.maxZMeters()) + TRAVEL_ABOVE_HOME_METERS,
                    MotionSpeeds.defaults(),
                    0.085,
                    12,
                    Duration.ofSeconds(10));
        }

        public Config withTimeout(Duration newTimeout) {
            return new Config(
                    arm,
                    masterUri,
                    host,
                    kinematics,
                    workspace,
                    homeInBase,
                    travelHeightMeters,
                    speeds,
                    openMeters,
                    gripNewtons,
                    newTimeout);
        }

        public Config withHost(RosHost newHost) {
            return new Config(
                    arm,
                    masterUri,
                    newHost,
                    kinematics,
                    workspace,
                    homeInBase,
                    travelHeightMeters,
                    speeds,
                    openMeters,
                    gripNewtons,
                    timeout);
        }
    }

    private RosArmCell(Config config, InstantSource clock, RosNode node) {
        this.config = config;
        this.clock = clock;
        this.node = node;
        this.guard = new WorkspaceGuard(config.workspace, config.homeInBase, config.travelHeightMeters);
        this.goalPrefix = node.name() + "-" + clock.millis() + "-";
        this.links = new ArmLinks(node, new ArmTopics(config.arm), clock);
        links.awaitComplete(config.timeout);
        this.camera = RosMessages.cameraInfo(
                links.cameraInfo.last().orElseThrow(),
                RosMessages.pose(links.cameraInBase.last().orElseThrow().pose()));
        measuredJoints();
    }

    /**
     * Connects to a cell.
     *
     * <p>Blocks until all topics have their other end and the latched ones have spoken.
     *
     * @param clock wall clock, for the time images arrive
     * @throws DriverException if that took longer than the timeout; it names the topics that are missing
     */
    public static RosArmCell connect(Config config, InstantSource clock) {
        RosNode node = RosNode.start(GraphName.of("/armfarm/" + config.arm.name()), config.masterUri, config.host);
        try {
            return new RosArmCell(config, clock, node);
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    @Override
    public ArmId id() {
        return config.arm;
    }

    @Override
    public CameraInfo camera() {
        return camera;
    }

    @Override
    public WorkspaceLimits workspace() {
        return config.workspace;
    }

    @Override
    public Pose homeInBase() {
        return config.homeInBase;
    }

    @Override
    public CapturedImage capture() {
        Instant after = links.image
                .last()
                .map(image -> image.header().stamp())
                .filter(stamp -> stamp.isAfter(lastResultStamp))
                .orElse(lastResultStamp);
        links.cameraTrigger.publish(new EmptyMessage());
        ImageMessage image = links.image.await(
                message -> message.header().stamp().isAfter(after), "stamped after " + after, config.timeout);
        if (image.width() != camera.widthPixels() || image.height() != camera.heightPixels()) {
            throw new DriverException("Image on " + links.image.topic() + " has " + image.width() + "x" + image.height()
                    + " pixels, its camera info says " + camera.widthPixels() + "x" + camera.heightPixels()
                    + "; check the camera's configuration");
        }
        return new CapturedImage(RosMessages.image(image), image.header().stamp(), clock.instant());
    }

    @Override
    public long missedImages() {
        return links.imageSequence.missed();
    }

    @Override
    public Pose gripperInBase() {
        return config.kinematics.gripperInBase(measuredJoints());
    }

    @Override
    public Pose moveTo(Pose gripperInBase) {
        guard.check(config.arm.name(), gripperInBase);
        double[] from = measuredJoints();
        List<double[]> line = config.kinematics.straightLine(from, gripperInBase);
        ActionResult<FollowJointTrajectoryResult> result = execute(
                links.motion,
                FollowJointTrajectoryGoal.of(new JointTrajectory(
                        Header.at(Instant.EPOCH, ""),
                        jointNames(),
                        config.speeds.timed(
                                config.kinematics, from, line, closedCommanded, config.workspace.maxZMeters()))),
                "motion to " + gripperInBase);
        requireSucceeded(
                "motion to " + gripperInBase, result.status(), result.result().errorString());
        Pose reached = gripperInBase();
        liftedSinceClosing |= closedCommanded && reached.zMeters() > config.workspace.maxZMeters();
        return reached;
    }

    @Override
    public GripperState openGripper() {
        return commandGripper(config.openMeters, false);
    }

    @Override
    public GripperState closeGripper() {
        links.truth.clear();
        liftedSinceClosing = false;
        return commandGripper(0, true);
    }

    private GripperState commandGripper(double openingMeters, boolean close) {
        closedCommanded = close;
        ActionResult<GripperCommandResult> result = execute(
                links.gripper,
                new GripperCommandGoal(new GripperCommandMessage(openingMeters, config.gripNewtons)),
                "gripper command to " + openingMeters + " m");
        // The standard gripper controller calls a stall on an object a failure unless told otherwise.
        if (!result.result().stalled()) {
            requireSucceeded("gripper command to " + openingMeters + " m", result.status(), "");
        }
        GripperState state =
                new GripperState(result.result().position(), result.result().stalled());
        stalledAt = state.stalled() ? Optional.of(state) : Optional.empty();
        return state;
    }

    /** Sends a goal and waits for its result; one that takes too long is cancelled. */
    private <G, R> ActionResult<R> execute(ActionClient<G, R, ?> action, G goal, String what) {
        if (!action.awaitServer(config.timeout)) {
            throw new DriverException("Arm " + config.arm + " cannot begin its " + what + ": after " + seconds() + " s "
                    + action.problems() + "; check that the arm's controller runs");
        }
        GoalHandle<R, ?> sent = action.send(goal);
        ActionResult<R> result = sent.await(config.timeout).orElseThrow(() -> {
            int status = sent.status();
            sent.cancel();
            return new DriverException("Arm " + config.arm + " did not finish its " + what + " within " + seconds()
                    + " s (goal " + sent.id().id() + " has status " + status + ", it is cancelled now; "
                    + action.problems() + "); check the arm: it may still be moving");
        });
        finishedAt(result.header());
        return result;
    }

    private double seconds() {
        return config.timeout.toMillis() / 1000.0;
    }

    @Override
    public GripperState gripper() {
        JointState state = links.gripperState.await(
                message -> !message.stamp().isBefore(lastResultStamp),
                "stamped at or after " + lastResultStamp,
                config.timeout);
        double openingMeters = state.positionsRadians().get(0);
        boolean stalled =
                stalledAt.isPresent() && openingMeters > stalledAt.get().openingMeters() - SLIPPED_METERS;
        return new GripperState(openingMeters, stalled);
    }

    @Override
    public SceneState arrangeScene(SceneRequest request) {
        String id = nextRequest();
        links.arrange.publish(new StringMessage(WorkcellJson.write(new WorkcellJson.Arrange(id, request))));
        WorkcellJson.Arranged answer =
                links.arranged.await(message -> message.id().equals(id), "to request " + id, config.timeout);
        return answer.scene()
                .orElseThrow(() -> new DriverException("Arm " + config.arm + " could not arrange its bin ("
                        + request.kind() + "): " + answer.error().orElse("no reason given")
                        + "; look into the bin and at what fills it"));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Blocks at most a second, and only after a lift whose truth has not arrived yet.
     */
    @Override
    public Optional<SimulatorTruth> truth() {
        if (!links.truth.connected() || !liftedSinceClosing) {
            return links.truth.last();
        }
        return links.truth.poll(truth -> true, TRUTH_TIMEOUT);
    }

    private String nextRequest() {
        goalCount++;
        return goalPrefix + goalCount;
    }

    private void requireSucceeded(String what, GoalStatus status, String detail) {
        if (status.status() != GoalStatus.SUCCEEDED) {
            throw new DriverException("Arm " + config.arm + " did not finish its " + what + ": status "
                    + status.status() + " (expected 3, succeeded), '" + status.text() + "' " + detail
                    + "; look at the arm and its controller's log");
        }
    }

    private void finishedAt(Header result) {
        lastResultStamp = result.stamp().isAfter(lastResultStamp) ? result.stamp() : lastResultStamp;
    }

    private double[] measuredJoints() {
        return joints(links.jointStates.await(
                message -> !message.stamp().isBefore(lastResultStamp),
                "stamped at or after " + lastResultStamp,
                config.timeout));
    }

    private double[] joints(JointState state) {
        double[] joints = new double[config.kinematics.jointCount()];
        for (int i = 0; i < joints.length; i++) {
            int index = state.names().indexOf(jointNames().get(i));
            if (index < 0) {
                throw new DriverException("Arm " + config.arm + " reports joints " + state.names() + ", expected "
                        + jointNames() + "; check which arm publishes " + links.jointStates.topic());
            }
            joints[i] = state.positionsRadians().get(index);
        }
        return joints;
    }

    private List<String> jointNames() {
        return IntStream.rangeClosed(1, config.kinematics.jointCount())
                .mapToObj(i -> ArmTopics.JOINT_PREFIX + i)
                .toList();
    }

    /** Ends the node and all links; the arm stays where it is. */
    @Override
    public void close() {
        node.close();
    }
}
