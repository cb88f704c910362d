package armfarm.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PoseTest {
    private static final Offset<Double> TIGHT = within(1e-12);

    @Test
    void topDownPointsTheGripperAtTheFloor() {
        Pose gripperInBase = Pose.topDown(0.5, 0.1, 0.2, 0.7);

        assertThat(gripperInBase.rotate(0, 0, 1)).containsExactly(new double[] {0, 0, -1}, TIGHT);
        assertThat(gripperInBase.yawRadians()).isCloseTo(0.7, TIGHT);
        assertThat(gripperInBase.rotate(1, 0, 0))
                .containsExactly(new double[] {Math.cos(0.7), Math.sin(0.7), 0}, TIGHT);
    }

    @Test
    void composesChildInParent() {
        Pose tableInBase = new Pose(1, 0, 0, 0, 0, Math.sin(Math.PI / 4), Math.cos(Math.PI / 4));
        Pose cupInTable = new Pose(0.5, 0, 0.25, 0, 0, 0, 1);

        Pose cupInBase = tableInBase.compose(cupInTable);

        assertThat(cupInBase.xMeters()).isCloseTo(1, TIGHT);
        assertThat(cupInBase.yMeters()).isCloseTo(0.5, TIGHT);
        assertThat(cupInBase.zMeters()).isCloseTo(0.25, TIGHT);
        assertThat(cupInBase.yawRadians()).isCloseTo(Math.PI / 2, TIGHT);
    }

    @Test
    void composingWithTheInverseGivesTheIdentity() {
        Pose pose = Pose.topDown(0.3, -0.4, 0.5, 2);

        Pose identity = pose.compose(pose.inverse());

        assertThat(identity.distanceMeters(Pose.IDENTITY)).isCloseTo(0, TIGHT);
        assertThat(Math.abs(identity.qw())).isCloseTo(1, TIGHT);
    }

    @Test
    void refusesWhatIsNoPose() {
        assertThatThrownBy(() -> new Pose(0, 0, 0, 1, 1, 0, 0)).hasMessageContaining("norm");
        assertThatThrownBy(() -> new Pose(0, 0, 0, 0, 0, 0, Double.NaN)).hasMessageContaining("norm");
        assertThatThrownBy(() -> new Pose(Double.NaN, 0, 0, 0, 0, 0, 1)).hasMessageContaining("not finite");
    }
}
