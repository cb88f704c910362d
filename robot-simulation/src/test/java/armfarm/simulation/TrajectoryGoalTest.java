package armfarm.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.DriverException;
import armfarm.ros.messages.Header;
import armfarm.ros.messages.JointTrajectory;
import armfarm.ros.messages.JointTrajectoryPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrajectoryGoalTest {
    @Test
    void ordersPositionsByJointName() {
        TrajectoryGoal goal = TrajectoryGoal.read(
                trajectory(List.of("joint_2", "joint_1"), point(500, 0.2, 0.1), point(900, 0.4, 0.3)), 2);

        assertThat(goal.jointsRadians()).containsExactly(new double[] {0.1, 0.2}, new double[] {0.3, 0.4});
        assertThat(goal.timesSeconds()).containsExactly(0.5, 0.9);
    }

    @Test
    void refusesJointsOfAnotherArm() {
        assertThatThrownBy(() -> TrajectoryGoal.read(trajectory(List.of("joint_1", "elbow"), point(1, 0, 0)), 2))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("elbow")
                .hasMessageContaining("joint_2");
    }

    @Test
    void refusesANumberThatIsNone() {
        assertThatThrownBy(() -> TrajectoryGoal.read(trajectory(List.of("joint_1"), point(1, Double.NaN)), 1))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void refusesTimesThatDoNotIncrease() {
        assertThatThrownBy(() -> TrajectoryGoal.read(trajectory(List.of("joint_1"), point(500, 0), point(500, 1)), 1))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("point 1");
    }

    @Test
    void refusesAnEmptyTrajectory() {
        assertThatThrownBy(() -> TrajectoryGoal.read(trajectory(List.of("joint_1")), 1))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("no points");
    }

    private static JointTrajectory trajectory(List<String> names, JointTrajectoryPoint... points) {
        return new JointTrajectory(Header.at(Instant.EPOCH, ""), names, List.of(points));
    }

    private static JointTrajectoryPoint point(long millis, double... positions) {
        List<Double> list = Arrays.stream(positions).boxed().toList();
        return JointTrajectoryPoint.at(list, Duration.ofMillis(millis));
    }
}
