package armfarm.drivers.kinematics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.DriverException;
import armfarm.messages.Pose;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SerialArmTest {
    private static final Pose HOME = Pose.topDown(0.45, -0.36, 0.30, 0);
    private final SerialArm arm = new SerialArm(HOME);

    @Test
    void reachesEveryTopDownPoseOverTheBin() {
        SplittableRandom random = new SplittableRandom(7);
        double[] joints = arm.homeJointsRadians();
        int reached = 0;
        for (int i = 0; i < 500; i++) {
            Pose goal = overTheBin(random);
            var solution = arm.solve(i % 2 == 0 ? arm.homeJointsRadians() : joints, goal);
            if (solution.isPresent()
                    && arm.gripperInBase(solution.get()).distanceMeters(goal) < 2e-4
                    && yawError(arm.gripperInBase(solution.get()), goal) < 2e-3) {
                reached++;
                joints = solution.get();
            }
        }

        assertThat(reached).isEqualTo(500);
    }

    @Test
    void straightLineStaysOnTheLineAndEndsAtTheGoal() {
        Pose from = Pose.topDown(0.50, 0.10, 0.25, 1.2);
        Pose to = Pose.topDown(0.62, -0.08, 0.02, -1.4);
        double[] start = arm.solve(arm.homeJointsRadians(), from).orElseThrow();

        List<double[]> line = arm.straightLine(start, to);

        double length = from.distanceMeters(to);
        double turn = 0;
        double previousYaw = from.yawRadians();
        for (double[] joints : line) {
            Pose at = arm.gripperInBase(joints);
            assertThat(from.distanceMeters(at) + at.distanceMeters(to)).isCloseTo(length, within(1e-3));
            assertThat(at.rotate(0, 0, 1)[2]).isLessThan(-0.999);
            turn += Math.abs(at.yawRadians() - previousYaw);
            previousYaw = at.yawRadians();
        }
        assertThat(turn).isCloseTo(2.6, within(0.01));
        assertThat(arm.gripperInBase(line.get(line.size() - 1)).distanceMeters(to))
                .isLessThan(2e-4);
    }

    @Test
    void homePostureHoldsTheGripperAtHome() {
        assertThat(arm.gripperInBase(arm.homeJointsRadians()).distanceMeters(HOME))
                .isLessThan(2e-4);
    }

    @Test
    void refusesAPoseOutOfReach() {
        assertThatThrownBy(() -> arm.straightLine(arm.homeJointsRadians(), Pose.topDown(1.4, 0, 0.1, 0)))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("1.4");
    }

    @Test
    void stretchedUpTheLinksAddUp() {
        double[][] points = arm.linkPointsInBase(new double[7]);

        assertThat(points[5][2]).isCloseTo(0.34 + 0.40 + 0.40 + 0.126 + 0.10, within(1e-9));
        assertThat(arm.gripperInBase(new double[7]).rotate(0, 0, 1)[2]).isCloseTo(1, within(1e-9));
    }

    private static Pose overTheBin(SplittableRandom random) {
        return Pose.topDown(
                0.55 + 0.12 * (2 * random.nextDouble() - 1),
                0.12 * (2 * random.nextDouble() - 1),
                0.004 + 0.32 * random.nextDouble(),
                Math.PI / 2 * (2 * random.nextDouble() - 1));
    }

    private static double yawError(Pose a, Pose b) {
        return Math.abs(Math.IEEEremainder(a.yawRadians() - b.yawRadians(), 2 * Math.PI));
    }
}
