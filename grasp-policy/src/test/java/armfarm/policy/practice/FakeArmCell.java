package armfarm.policy.practice;

import armfarm.messages.ArmId;
import armfarm.messages.CameraInfo;
import armfarm.messages.DriverException;
import armfarm.messages.GripperState;
import armfarm.messages.Pose;
import armfarm.messages.RgbImage;
import armfarm.messages.cell.ArmCell;
import armfarm.messages.cell.AttemptHeights;
import armfarm.messages.cell.CapturedImage;
import armfarm.messages.cell.SceneRequest;
import armfarm.messages.cell.SceneState;
import armfarm.messages.cell.SimulatorTruth;
import armfarm.messages.cell.WorkspaceLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cell that reaches every allowed pose at once and holds something after each closing. As a real one it refuses poses
 * below its table, beside its workspace and above its travel height.
 */
final class FakeArmCell implements ArmCell {
    static final ArmId ARM = new ArmId("fake");
    static final double HELD_METERS = 0.03;

    final List<Pose> reached = new ArrayList<>();
    private final WorkspaceLimits workspace;
    private final AttemptHeights heights;
    private final double travelZMeters;
    private Pose at;
    private double opening = 0.08;

    FakeArmCell(WorkspaceLimits workspace, AttemptHeights heights, double travelZMeters) {
        this.workspace = workspace;
        this.heights = heights;
        this.travelZMeters = travelZMeters;
        this.at = homeInBase();
    }

    @Override
    public ArmId id() {
        return ARM;
    }

    @Override
    public CameraInfo camera() {
        return new CameraInfo(8, 8, 10, 10, 4, 4, Pose.IDENTITY);
    }

    @Override
    public WorkspaceLimits workspace() {
        return workspace;
    }

    @Override
    public AttemptHeights heights() {
        return heights;
    }

    @Override
    public Pose homeInBase() {
        return Pose.topDown(workspace.minXMeters(), workspace.minYMeters() - 0.2, workspace.maxZMeters() + 0.25, 0);
    }

    @Override
    public CapturedImage capture() {
        return new CapturedImage(new RgbImage(8, 8, new byte[192]), Instant.EPOCH, Instant.EPOCH);
    }

    @Override
    public Pose gripperInBase() {
        return at;
    }

    @Override
    public Pose moveTo(Pose gripperInBase) {
        boolean home = gripperInBase.equals(homeInBase());
        if (!home && !allowed(gripperInBase)) {
            throw new DriverException("Arm " + ARM + " was not moved to " + gripperInBase + "; it is not allowed");
        }
        at = gripperInBase;
        reached.add(at);
        return at;
    }

    private boolean allowed(Pose pose) {
        return pose.xMeters() >= workspace.minXMeters()
                && pose.xMeters() <= workspace.maxXMeters()
                && pose.yMeters() >= workspace.minYMeters()
                && pose.yMeters() <= workspace.maxYMeters()
                && pose.zMeters() >= workspace.minZMeters()
                && pose.zMeters() <= travelZMeters;
    }

    @Override
    public GripperState openGripper() {
        opening = 0.08;
        return gripper();
    }

    @Override
    public GripperState closeGripper() {
        opening = HELD_METERS;
        return gripper();
    }

    @Override
    public GripperState gripper() {
        return new GripperState(opening, opening == HELD_METERS);
    }

    @Override
    public boolean arrangesBin() {
        return false;
    }

    @Override
    public SceneState arrangeScene(SceneRequest request) {
        throw new DriverException("nobody arranges this bin");
    }

    @Override
    public Optional<SimulatorTruth> truth() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
