package armfarm.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.messages.Pose;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GraspGaussianTest {
    private static final GraspSpace SPACE = new GraspSpace(-0.1, 0.1, -0.1, 0.1, 0.01, 0.03, Math.PI / 2);
    private static final CemConfig FLOORS = new CemConfig(64, 6, 3, 0.005, 0.1, 0.002);

    @Test
    void hasTheMeanAndTheSampleSpreadOfItsGrasps() {
        GraspGaussian fitted = GraspGaussian.fit(
                List.of(Pose.topDown(0.01, 0.02, 0.010, 0.1), Pose.topDown(0.03, 0.06, 0.020, 0.5)), FLOORS);

        assertThat(fitted.x().mean()).isCloseTo(0.02, within(1e-12));
        assertThat(fitted.x().spread()).isCloseTo(0.02 / Math.sqrt(2), within(1e-12));
        assertThat(fitted.y().mean()).isCloseTo(0.04, within(1e-12));
        assertThat(fitted.y().spread()).isCloseTo(0.04 / Math.sqrt(2), within(1e-12));
        assertThat(fitted.z().mean()).isCloseTo(0.015, within(1e-12));
        assertThat(fitted.yaw().mean()).isCloseTo(0.3, within(1e-12));
        assertThat(fitted.yaw().spread()).isCloseTo(0.4 / Math.sqrt(2), within(1e-12));
    }

    @Test
    void graspsOnBothSidesOfAQuarterTurnAreNearEachOther() {
        GraspGaussian fitted = GraspGaussian.fit(
                List.of(Pose.topDown(0, 0, 0.02, Math.PI / 2 - 0.2), Pose.topDown(0, 0, 0.02, -Math.PI / 2 + 0.1)),
                FLOORS);

        assertThat(Math.abs(Math.sin(fitted.yaw().mean() - (Math.PI / 2 - 0.05))))
                .isLessThan(1e-9);
        assertThat(fitted.yaw().spread()).isCloseTo(0.3 / Math.sqrt(2), within(1e-9));
    }

    @Test
    void equalGraspsKeepTheLeastSpread() {
        Pose grasp = Pose.topDown(0.01, -0.02, 0.02, 0.7);

        GraspGaussian fitted = GraspGaussian.fit(List.of(grasp, grasp, grasp), FLOORS);

        assertThat(fitted.x().spread()).isEqualTo(0.005);
        assertThat(fitted.y().spread()).isEqualTo(0.005);
        assertThat(fitted.z().spread()).isEqualTo(0.002);
        assertThat(fitted.yaw().spread()).isEqualTo(0.1);
    }

    @Test
    void drawsHaveItsMeanAndSpread() {
        GraspGaussian gaussian = GraspGaussian.fit(
                List.of(Pose.topDown(-0.01, 0.01, 0.02, 1.5), Pose.topDown(0.01, 0.03, 0.02, -1.5)), FLOORS);
        SplittableRandom random = new SplittableRandom(3);

        List<Pose> drawn =
                Stream.generate(() -> gaussian.draw(SPACE, random)).limit(2000).toList();

        GraspGaussian again = GraspGaussian.fit(drawn, FLOORS);
        assertThat(again.x().mean()).isCloseTo(0, within(0.001));
        assertThat(again.x().spread()).isCloseTo(0.02 / Math.sqrt(2), within(0.001));
        assertThat(again.yaw().spread()).isCloseTo(gaussian.yaw().spread(), within(0.01));
        assertThat(Math.abs(Math.sin(again.yaw().mean() - Math.PI / 2))).isLessThan(0.02);
    }

    @Test
    void drawsOutsideTheSpaceAreDrawnAgainAndClippedAtLast() {
        GraspGaussian atTheWall =
                GraspGaussian.fit(List.of(Pose.topDown(0.1, 0.1, 0.01, 0), Pose.topDown(0.1, 0.1, 0.01, 0.01)), FLOORS);
        GraspGaussian farOutside =
                GraspGaussian.fit(List.of(Pose.topDown(9, 9, 9, 0), Pose.topDown(9, 9, 9, 0.01)), FLOORS);
        SplittableRandom random = new SplittableRandom(3);

        List<Pose> drawn =
                Stream.generate(() -> atTheWall.draw(SPACE, random)).limit(500).toList();

        assertThat(drawn)
                .allMatch(pose -> SPACE.contains(pose.xMeters(), pose.yMeters(), pose.zMeters(), pose.yawRadians()));
        assertThat(drawn)
                .as("no heap at the wall")
                .filteredOn(pose -> pose.xMeters() == 0.1)
                .isEmpty();
        assertThat(farOutside.draw(SPACE, random).xMeters()).isEqualTo(0.1);
    }
}
