package armfarm.drivers.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.drivers.safety.Motion;
import armfarm.messages.DriverException;
import armfarm.messages.Pose;
import armfarm.messages.cell.WorkspaceLimits;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MotionRulesTest {
    private static final Pose HOME = Pose.topDown(0.45, -0.36, 0.30, 0);
    private static final WorkspaceGuard GUARD =
            new WorkspaceGuard(new WorkspaceLimits(0.45, 0.65, -0.1, 0.1, 0.004, 0.03, 1.6), HOME, 0.4);

    private final CartesianKinematics kinematics = new CartesianKinematics();

    @ParameterizedTest
    @CsvSource({"0.45, -0.1, 0.004, 1.6", "0.65, 0.1, 0.03, -1.6", "0.67, 0.12, 0.2, 3", "0.45, -0.36, 0.30, 0"})
    void allowsGraspsTravelAndHome(double x, double y, double z, double yaw) {
        assertThatCode(() -> GUARD.check("arm_1", Pose.topDown(x, y, z, yaw))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "0.66, 0, 0.01, 0, x",
        "0.5, -0.11, 0.01, 0, y",
        "0.5, 0, 0.003, 0, z",
        "0.5, 0, 0.41, 0, z",
        "0.7, 0, 0.2, 0, x",
        "0.45, -0.36, 0.25, 0, y",
        "0.5, 0, 0.01, 1.7, yaw"
    })
    void refusesEverythingElse(double x, double y, double z, double yaw, String axis) {
        assertThatThrownBy(() -> GUARD.check("arm_1", Pose.topDown(x, y, z, yaw)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("Arm arm_1 was not moved")
                .hasMessageContaining(": " + axis + " ");
    }

    @Test
    void refusesATiltedGripper() {
        Pose tilted = Pose.topDown(0.5, 0, 0.2, 0).compose(new Pose(0, 0, 0, Math.sin(0.1), 0, 0, Math.cos(0.1)));

        assertThatThrownBy(() -> GUARD.check("arm_1", tilted)).hasMessageContaining("straight down");
    }

    @Test
    void timesALineByWhereItRuns() {
        MotionSpeeds speeds = new MotionSpeeds(2, 1, 0.5, 0.12, 100);

        assertThat(seconds(speeds, Pose.topDown(0.5, 0, 0.4, 0), Pose.topDown(0.5, 0, 0.2, 0), false))
                .isCloseTo(0.1, within(1e-6));
        assertThat(seconds(speeds, Pose.topDown(0.5, 0, 0.2, 0), Pose.topDown(0.5, 0, 0.4, 0), true))
                .isCloseTo(0.2, within(1e-6));
        assertThat(seconds(speeds, Pose.topDown(0.5, 0, 0.1, 0), Pose.topDown(0.5, 0, 0.0, 0), false))
                .isCloseTo(0.2, within(1e-6));
    }

    @Test
    void noJointTurnsFasterThanItMay() {
        MotionSpeeds speeds = new MotionSpeeds(2, 1, 0.5, 0.12, 4);

        assertThat(seconds(speeds, Pose.topDown(0.5, 0, 0.4, 0), Pose.topDown(0.5, 0, 0.4, 2), false))
                .isCloseTo(0.5, within(1e-6));
    }

    @Test
    void timesAlwaysGrow() {
        Pose here = Pose.topDown(0.5, 0, 0.2, 0);
        Motion motion = timed(MotionSpeeds.defaults(), here, here, false);

        assertThat(IntStream.range(0, motion.size()).mapToObj(motion::seconds))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    private double seconds(MotionSpeeds speeds, Pose from, Pose to, boolean carrying) {
        Motion motion = timed(speeds, from, to, carrying);
        return motion.seconds(motion.size() - 1);
    }

    private Motion timed(MotionSpeeds speeds, Pose from, Pose to, boolean carrying) {
        double[] start = CartesianKinematics.joints(from);
        return speeds.timed(kinematics, start, kinematics.straightLine(start, to), carrying, 0.03);
    }
}
