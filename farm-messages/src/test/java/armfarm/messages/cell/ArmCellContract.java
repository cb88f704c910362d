package armfarm.messages.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.DriverException;
import armfarm.messages.GripperState;
import armfarm.messages.ObjectSet;
import armfarm.messages.Pose;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What every arm cell promises, whoever built it. The tests of practice rely on it by their fake, the farm by its real cells. */
public abstract class ArmCellContract {
    /** Fingers nearer than this hold nothing. */
    private static final double NOTHING_METERS = 0.001;

    /** A cell may take a moment to notice that a person's stop is over. */
    private static final long NOTICED_WITHIN_NANOS = 5_000_000_000L;

    private volatile Optional<String> stopped = Optional.empty();

    /** The cell at rest, connected with {@link #stop}; its gripper is open. The same one within a test. */
    protected abstract ArmCell cell();

    /** How exactly a pose in free air is reached. */
    protected double toleranceMeters() {
        return 0.002;
    }

    /** To connect the cell with. */
    protected final StopState stop() {
        return () -> stopped;
    }

    @Test
    void goesHomeAndSaysThatItIsThere() {
        Pose reached = cell().moveTo(cell().homeInBase());

        assertThat(reached.distanceMeters(cell().homeInBase())).isLessThan(toleranceMeters());
        assertThat(cell().gripperInBase().distanceMeters(reached)).isLessThan(toleranceMeters());
    }

    @Test
    void reachesEveryStationOfAnAttemptOverTheCornersOfItsWorkspace() {
        WorkspaceLimits workspace = cell().workspace();
        AttemptHeights heights = cell().heights();
        for (double x : new double[] {workspace.minXMeters(), workspace.maxXMeters()}) {
            for (double y : new double[] {workspace.minYMeters(), workspace.maxYMeters()}) {
                for (double z :
                        new double[] {heights.hoverZMeters(), heights.liftZMeters(), heights.releaseZMeters()}) {
                    Pose station = Pose.topDown(x, y, z, 0.3);

                    Pose reached = cell().moveTo(station);

                    assertThat(reached.distanceMeters(station))
                            .as("%s", station)
                            .isLessThan(toleranceMeters());
                    assertThat(Math.sin(reached.yawRadians() - 0.3)).isCloseTo(0, within(0.02));
                }
            }
        }
    }

    @Test
    void refusesAPoseBesideItsWorkspaceAndStaysWhereItIs() {
        Pose before = cell().moveTo(cell().homeInBase());
        WorkspaceLimits workspace = cell().workspace();
        Pose outside = Pose.topDown(
                workspace.maxXMeters() + 0.05,
                middle(workspace.minYMeters(), workspace.maxYMeters()),
                workspace.minZMeters(),
                0);

        assertThatThrownBy(() -> cell().moveTo(outside))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining(cell().id().name());
        assertThat(cell().gripperInBase().distanceMeters(before)).isLessThan(toleranceMeters());
    }

    @Test
    void takesEachPictureAfterItWasAskedForIt() {
        CapturedImage first = cell().capture();
        CapturedImage second = cell().capture();

        assertThat(second.stamp()).isAfter(first.stamp());
        assertThat(second.receivedAt()).isAfterOrEqualTo(first.receivedAt());
        assertThat(first.image().width()).isEqualTo(cell().camera().widthPixels());
        assertThat(first.image().height()).isEqualTo(cell().camera().heightPixels());
        assertThat(cell().missedImages()).isNotNegative();
    }

    @Test
    void opensAndClosesOnNothingInFreeAir() {
        cell().moveTo(cell().homeInBase());

        GripperState closed = cell().closeGripper();
        double closedLater = cell().gripper().openingMeters();
        GripperState open = cell().openGripper();

        assertThat(closed.openingMeters()).isBetween(0.0, NOTHING_METERS);
        assertThat(closedLater).isCloseTo(closed.openingMeters(), within(NOTHING_METERS));
        assertThat(open.openingMeters()).isGreaterThan(0.02);
        assertThat(cell().gripper().openingMeters()).isCloseTo(open.openingMeters(), within(NOTHING_METERS));
    }

    @Test
    void whatItKnowsOfALiftIsWhatItsFingersFeel() {
        WorkspaceLimits workspace = cell().workspace();
        Pose grasp = Pose.topDown(
                middle(workspace.minXMeters(), workspace.maxXMeters()),
                middle(workspace.minYMeters(), workspace.maxYMeters()),
                middle(workspace.minZMeters(), workspace.maxZMeters()),
                0);
        prepareBin();
        cell().moveTo(at(grasp, cell().heights().hoverZMeters()));
        cell().moveTo(grasp);
        cell().closeGripper();
        Optional<SimulatorTruth> beforeLifting = cell().truth();

        cell().moveTo(at(grasp, cell().heights().liftZMeters()));

        boolean felt = cell().gripper().openingMeters() > NOTHING_METERS;
        assertThat(beforeLifting).isEmpty();
        assertThat(cell().truth().map(truth -> truth.heldObject().isPresent()))
                .isEqualTo(cell().arrangesBin() ? Optional.of(felt) : Optional.empty());
    }

    private void prepareBin() {
        if (cell().arrangesBin()) {
            cell().arrangeScene(new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, ObjectSet.TRAINING, 6));
        }
    }

    @Test
    void arrangesItsBinBySeedOrSaysThatNobodyDoes() {
        if (!cell().arrangesBin()) {
            assertThatThrownBy(() -> arrange(SceneRequest.Kind.NEW_OBJECTS, 5))
                    .isInstanceOf(DriverException.class)
                    .hasMessageContaining("nobody arranges this cell's bin");
            return;
        }

        SceneState first = arrange(SceneRequest.Kind.NEW_OBJECTS, 5);
        SceneState stirred = arrange(SceneRequest.Kind.STIR, 8);
        SceneState other = arrange(SceneRequest.Kind.NEW_OBJECTS, 9);
        SceneState again = arrange(SceneRequest.Kind.NEW_OBJECTS, 5);

        assertThat(first.objectSet()).isEqualTo(ObjectSet.HELD_OUT);
        assertThat(stirred).as("the same objects").isEqualTo(first);
        assertThat(other.sceneId()).isNotEqualTo(first.sceneId());
        assertThat(again).isEqualTo(first);
    }

    private SceneState arrange(SceneRequest.Kind kind, long seed) {
        return cell().arrangeScene(new SceneRequest(kind, ObjectSet.HELD_OUT, seed));
    }

    @Test
    void movesNothingWhileAPersonHasStoppedItAndGoesOnAfterwards() {
        Pose home = cell().moveTo(cell().homeInBase());
        WorkspaceLimits workspace = cell().workspace();
        Pose hover = Pose.topDown(
                middle(workspace.minXMeters(), workspace.maxXMeters()),
                middle(workspace.minYMeters(), workspace.maxYMeters()),
                cell().heights().hoverZMeters(),
                0);

        stopped = Optional.of("stopped by ada: lunch");
        assertThatThrownBy(() -> cell().moveTo(hover))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("stopped by ada: lunch");
        assertThatThrownBy(() -> cell().closeGripper()).isInstanceOf(DriverException.class);
        assertThat(cell().gripperInBase().distanceMeters(home)).isLessThan(toleranceMeters());

        stopped = Optional.empty();
        assertThat(moveOnceItMay(hover).distanceMeters(hover)).isLessThan(toleranceMeters());
    }

    private Pose moveOnceItMay(Pose pose) {
        long deadline = System.nanoTime() + NOTICED_WITHIN_NANOS;
        while (true) {
            try {
                return cell().moveTo(pose);
            } catch (DriverException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    @Test
    void canBeClosedTwice() {
        cell().close();
        cell().close();
    }

    private static Pose at(Pose pose, double zMeters) {
        return Pose.topDown(pose.xMeters(), pose.yMeters(), zMeters, pose.yawRadians());
    }

    private static double middle(double low, double high) {
        return (low + high) / 2;
    }
}
