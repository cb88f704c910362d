package armfarm.messages.cell;

import armfarm.messages.ArmId;
import armfarm.messages.CameraInfo;
import armfarm.messages.DriverException;
import armfarm.messages.GripperState;
import armfarm.messages.Pose;
import java.util.Optional;

/**
 * One arm with its gripper, camera and bin, as the practice loop ({@code ArmLoop}) sees it. All poses are of the gripper in the base
 * frame and top-down.
 *
 * <p>Every call blocks until the cell reports that it is done or the cell's own timeout passed, and then throws
 * {@link DriverException}; the arm is left where it is. Confined to the arm's thread.
 */
public interface ArmCell extends AutoCloseable {
    ArmId id();

    CameraInfo camera();

    WorkspaceLimits workspace();

    /** Of an attempt's stations. */
    AttemptHeights heights();

    /** Out of the camera's view, above the bin's side. */
    Pose homeInBase();

    /** Takes an image that was captured after this call; with the depth of that moment where there is a depth camera. */
    CapturedImage capture();

    /** Images the camera numbered that never came, since the connection was made; 0 where images have no numbers. */
    default long missedImages() {
        return 0;
    }

    /** Where the gripper is, measured. */
    Pose gripperInBase();

    /** Moves in a straight line as far as the arm can. @return the pose reached, measured after settling */
    Pose moveTo(Pose gripperInBase);

    GripperState openGripper();

    GripperState closeGripper();

    /** What the gripper measures now, without moving. */
    GripperState gripper();

    /** Whether somebody changes the bin's content when asked; a real bin is usually only stirred by practice. */
    default boolean arrangesBin() {
        return true;
    }

    /**
     * Asks for a change of the bin's content and waits until the objects are at rest; only where {@link #arrangesBin}.
     */
    SceneState arrangeScene(SceneRequest request);

    /** What the simulator knows about the last lift; empty for a real cell. */
    Optional<SimulatorTruth> truth();

    @Override
    void close();
}
