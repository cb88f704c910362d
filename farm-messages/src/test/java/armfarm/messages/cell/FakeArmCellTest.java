package armfarm.messages.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.DriverException;
import armfarm.messages.ManualClock;
import armfarm.messages.Pose;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FakeArmCellTest {
    private static final Pose GRASP = Pose.topDown(0.5, 0.05, 0.03, 0.3);
    private static final Pose LIFTED = Pose.topDown(0.5, 0.05, 0.3, 0.3);

    private final ManualClock clock = new ManualClock();

    @Test
    void losesWhatItHoldsOnTheWayUpWhenItSlips() {
        FakeArmCell cell = new FakeArmCell(clock).thatSlips();
        cell.moveTo(GRASP);

        double closedMeters = cell.closeGripper().openingMeters();
        cell.moveTo(LIFTED);

        assertThat(closedMeters).isEqualTo(FakeArmCell.HELD_METERS);
        assertThat(cell.gripper().openingMeters()).isZero();
        assertThat(cell.truth()).contains(new SimulatorTruth(Optional.empty()));
    }

    @Test
    void losesWhatItHoldsOnTheWayHome() {
        FakeArmCell cell = new FakeArmCell(clock).thatLosesOnTheWayHome();
        cell.moveTo(GRASP);
        cell.closeGripper();
        cell.moveTo(LIFTED);
        assertThat(cell.gripper().openingMeters()).isEqualTo(FakeArmCell.HELD_METERS);

        cell.moveTo(cell.homeInBase());

        assertThat(cell.gripper().openingMeters()).isZero();
        assertThat(cell.truth()).contains(new SimulatorTruth(Optional.of("train-0042")));
    }

    @Test
    void stopsAboveWhatIsInItsWay() {
        FakeArmCell cell = new FakeArmCell(clock).blockedBelow(0.042);

        assertThat(cell.moveTo(GRASP).distanceMeters(Pose.topDown(0.5, 0.05, 0.042, 0.3)))
                .isZero();
        assertThat(cell.gripperInBase().zMeters()).isEqualTo(0.042);
    }

    @Test
    void failsAtTheActionItWasToldToAndWorksBeforeAndAfter() {
        FakeArmCell cell = new FakeArmCell(clock).timesOutAt(2);
        cell.openGripper();

        assertThatThrownBy(() -> cell.moveTo(GRASP))
                .isInstanceOf(DriverException.class)
                .hasMessage("Arm fake did not answer within 10 s");

        assertThat(clock.instant())
                .isEqualTo(ManualClock.START.plus(FakeArmCell.MOTION).plus(FakeArmCell.TIMEOUT));
        assertThat(cell.moveTo(GRASP)).isEqualTo(GRASP);
        assertThat(cell.begun())
                .extracting(FakeArmCell.Begun::action)
                .containsExactly(FakeArmCell.Action.OPEN, FakeArmCell.Action.MOVE, FakeArmCell.Action.MOVE);
    }

    @Test
    void picturesAreOfItsCameraAndNoTwoAreAlike() {
        FakeArmCell cell = new FakeArmCell(clock);

        assertThat(cell.capture().image()).isEqualTo(FakeArmCell.picture(1));
        assertThat(cell.capture().image()).isEqualTo(FakeArmCell.picture(2)).isNotEqualTo(FakeArmCell.picture(1));
    }
}
