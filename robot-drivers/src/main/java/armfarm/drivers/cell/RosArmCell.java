package armfarm.drivers.cell;

import armfarm.messages.ArmId;
import armfarm.messages.CameraInfo;
import armfarm.messages.DriverException;
import armfarm.messages.GripperState;
import armfarm.messages.Pose;
import armfarm.messages.cell.ArmCell;
import armfarm.messages.cell.AttemptHeights;
import armfarm.messages.cell.CapturedImage;
import armfarm.messages.cell.SceneRequest;
import armfarm.messages.cell.SceneState;
import armfarm.messages.cell.SimulatorTruth;
import armfarm.messages.cell.WorkspaceLimits;
import armfarm.messages.supervision.Supervision;
import armfarm.ros.GraphName;
import armfarm.ros.RosNode;
import java.time.InstantSource;
import java.util.Optional;

/**
 * An arm cell reached over ROS; the topics and their contract are in robot-drivers/README.md. It is a ROS node of its
 * own and cannot tell a simulated arm from a real one.
 *
 * <p>Messages of different topics may overtake each other, so answers are matched by goal id and by the robot's stamps.
 * From the first to the last moment of the connection a heartbeat tells the arm that it may move; a person's stop turns it
 * into a refusal and cancels what is under way. Confined to the arm's thread.
 */
public final class RosArmCell implements ArmCell {
    private final CellSpec spec;
    private final RosNode node;
    private final ArmMotion motion;
    private final CellGripper gripper;
    private final CellCamera camera;
    private final CellBin bin;
    private final Heartbeat heartbeat;
    private boolean liftedSinceClosing;

    private RosArmCell(CellSpec spec, CellConnection connection, InstantSource clock, RosNode node) {
        this.spec = spec;
        this.node = node;
        ArmLinks links = new ArmLinks(node, spec, clock);
        heartbeat = new Heartbeat(spec.arm().name(), links.heartbeat, connection.stop(), links::cancelAll);
        node.loops().include(heartbeat.loops());
        try {
            links.awaitComplete(connection.timeout());
            CellSession session =
                    new CellSession(spec, connection, clock, node.name().path());
            camera = new CellCamera(session, links);
            motion = new ArmMotion(session, links);
            gripper = new CellGripper(session, links);
            bin = new CellBin(session, links);
            motion.measured();
        } catch (RuntimeException e) {
            heartbeat.close();
            throw e;
        }
    }

    /**
     * Connects to a cell.
     *
     * <p>Blocks until all topics have their other end and the latched ones have spoken.
     *
     * @param clock wall clock, for the time images arrive
     * @throws DriverException if that took longer than the timeout; it names the topics that are missing. Also if another
     *     farm's node drives the arm, or the camera does not see the workspace
     */
    public static RosArmCell connect(CellSpec spec, CellConnection connection, InstantSource clock) {
        RosNode node = RosNode.start(
                GraphName.of(SoleController.NODES + spec.arm().name()), connection.masterUri(), connection.host());
        try {
            SoleController.require(node, spec);
            return new RosArmCell(spec, connection, clock, node);
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /** What lives as long as the connection, and how it is. */
    public Supervision loops() {
        return node.loops();
    }

    @Override
    public ArmId id() {
        return spec.arm();
    }

    @Override
    public CameraInfo camera() {
        return camera.info();
    }

    @Override
    public WorkspaceLimits workspace() {
        return spec.workspace();
    }

    @Override
    public AttemptHeights heights() {
        return spec.heights();
    }

    @Override
    public Pose homeInBase() {
        return spec.homeInBase();
    }

    @Override
    public CapturedImage capture() {
        return camera.capture();
    }

    @Override
    public long missedImages() {
        return camera.missedImages();
    }

    @Override
    public Pose gripperInBase() {
        return motion.gripperInBase();
    }

    @Override
    public Pose moveTo(Pose gripperInBase) {
        Pose reached = motion.moveTo(gripperInBase, gripper.closedCommanded());
        liftedSinceClosing |= gripper.closedCommanded()
                && reached.zMeters() > spec.workspace().maxZMeters();
        return reached;
    }

    @Override
    public GripperState openGripper() {
        return gripper.open();
    }

    @Override
    public GripperState closeGripper() {
        bin.forgetTruth();
        liftedSinceClosing = false;
        return gripper.close();
    }

    @Override
    public GripperState gripper() {
        return gripper.state();
    }

    @Override
    public boolean arrangesBin() {
        return spec.arrangesBin();
    }

    @Override
    public SceneState arrangeScene(SceneRequest request) {
        return bin.arrange(request);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Blocks at most a second, and only after a lift whose truth has not arrived yet.
     */
    @Override
    public Optional<SimulatorTruth> truth() {
        return bin.truth(liftedSinceClosing);
    }

    /** Ends the heartbeat, the node and all links; an arm that listens to the heartbeat stands still. */
    @Override
    public void close() {
        heartbeat.close();
        node.close();
        camera.close();
    }
}
