package armfarm.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GraspSpaceTest {
    private static final GraspSpace ALL_YAWS = new GraspSpace(-0.1, 0.1, -0.1, 0.1, 0.0095, 0.0245, Math.PI / 2);
    private static final GraspSpace NARROW = new GraspSpace(-1, 1, -1, 1, 0, 1, 0.5);

    @Test
    void wrapsYawWhenTheSpaceCoversAllGrasps() {
        assertThat(ALL_YAWS.clip(0, 0, 0.01, Math.PI / 2 + 0.2).yawRadians())
                .isCloseTo(-Math.PI / 2 + 0.2, within(1e-9));

        assertThat(NARROW.clip(0, 0, 0.01, 0.7).yawRadians()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void holdsThePosesThatItClipsToAndNoOthers() {
        assertThat(ALL_YAWS.contains(0, 0, 0.01, Math.PI / 2 + 0.2)).isTrue();
        assertThat(NARROW.contains(0, 0, 0.01, 0.7)).isFalse();
        assertThat(NARROW.contains(0, 0, 0.01, 0.5)).isTrue();
        assertThat(ALL_YAWS.contains(0.101, 0, 0.01, 0)).isFalse();
        assertThat(ALL_YAWS.clip(0.3, -0.3, 1, 0).xMeters()).isEqualTo(0.1);
        assertThat(ALL_YAWS.clip(0.3, -0.3, 1, 0).zMeters()).isEqualTo(0.0245);
    }
}
