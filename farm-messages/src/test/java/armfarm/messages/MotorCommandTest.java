package armfarm.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MotorCommandTest {
    @Test
    void appliedToTheStartReachesTheGoal() {
        Pose fromInBase = Pose.topDown(0.4, 0.1, 0.3, 2.5);
        Pose goalInBase = Pose.topDown(0.5, -0.1, 0.05, -2.5);

        Pose reachedInBase = MotorCommand.between(fromInBase, goalInBase).appliedTo(fromInBase);

        assertThat(reachedInBase.distanceMeters(goalInBase)).isLessThan(1e-12);
        assertThat(Math.sin(reachedInBase.yawRadians() - goalInBase.yawRadians()))
                .isCloseTo(0, within(1e-12));
        assertThat(Math.cos(reachedInBase.yawRadians() - goalInBase.yawRadians()))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void theNullCommandStays() {
        Pose gripperInBase = Pose.topDown(0.4, 0.1, 0.3, 1);

        assertThat(MotorCommand.NULL.appliedTo(gripperInBase)).isEqualTo(gripperInBase);
        assertThat(MotorCommand.NULL.yawRadians()).isZero();
    }
}
