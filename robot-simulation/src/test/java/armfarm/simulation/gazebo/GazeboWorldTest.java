package armfarm.simulation.gazebo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ArmId;
import armfarm.messages.FarmException;
import armfarm.simulation.ObjectCatalog;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GazeboWorldTest {
    private static final List<ArmId> ARMS = List.of(new ArmId("arm_1"), new ArmId("arm_2"));

    @Test
    void camerasWaitToBeAskedUnlessToldOtherwise() {
        assertThat(GazeboWorld.of(ARMS, 320, 240, 1).sdf())
                .contains("<free_running>false</free_running>", "<width>320</width><height>240</height>")
                .contains(
                        "<max_step_size>0.002</max_step_size>", "<real_time_update_rate>500.0</real_time_update_rate>");
    }

    @Test
    void camerasHaveDepthOnlyIfItIsSaid() {
        GazeboWorld world = GazeboWorld.of(ARMS, 320, 240, 1);

        assertThat(world.sdf()).contains("type=\"camera\"").doesNotContain("depth_camera");
        assertThat(world.withDepth(true).withFreeRunningCameras(5).sdf())
                .contains("type=\"depth\"", "<depth_camera><output>depths</output></depth_camera>")
                .isEqualTo(world.withFreeRunningCameras(5).withDepth(true).sdf());
    }

    @Test
    void physicsWaitsForFreeRunningCamerasOnly() {
        GazeboWorld world = GazeboWorld.of(ARMS, 320, 240, 1);

        assertThat(world.options()).isEmpty();
        assertThat(world.withFreeRunningCameras(5).options()).containsExactly("--lockstep");
    }

    @Test
    void whatIsChangedStaysWhateverTheOrder() {
        GazeboWorld world = GazeboWorld.of(ARMS, 320, 240, 1)
                .withStepMilliseconds(4)
                .withFreeRunningCameras(5)
                .withMaxSpeed(0.5);

        assertThat(world.sdf())
                .isEqualTo(GazeboWorld.of(ARMS, 320, 240, 1)
                        .withMaxSpeed(0.5)
                        .withFreeRunningCameras(5)
                        .withStepMilliseconds(4)
                        .sdf());
        assertThat(world.sdf())
                .contains("<free_running>true</free_running>", "<update_rate>5.0</update_rate>")
                .contains(
                        "<max_step_size>0.004</max_step_size>", "<real_time_update_rate>125.0</real_time_update_rate>")
                .containsSubsequence(
                        "<arm>arm_1</arm>", "<arm>arm_2</arm>", "<name>arm_1</name>", "<name>arm_2</name>");
    }

    @Test
    void objectsOfHeldOutKindsAreAtHandWhereTheCatalogueHasThem() {
        GazeboWorld world = GazeboWorld.of(ARMS, 320, 240, 1);

        assertThat(world.sdf().split("<model name=\"arm_2.kind-")).hasSize(1 + 12);
        assertThat(world.sdf().split("<model name=\"arm_2.held-")).hasSize(1 + 12);
        assertThat(world.withCatalog(ObjectCatalog.withHeldOut(Set.of())).sdf())
                .contains("arm_1.train-", "arm_1.held-")
                .doesNotContain(".kind-");
    }

    @Test
    void whatCannotBeIsRefused() {
        GazeboWorld world = GazeboWorld.of(ARMS, 320, 240, 1);

        assertThatThrownBy(() -> GazeboWorld.of(List.of(), 320, 240, 1))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("0 arms");
        assertThatThrownBy(() -> GazeboWorld.of(ARMS, 320, 8, 1))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("320x8");
        assertThatThrownBy(() -> world.withFreeRunningCameras(0)).hasMessageContaining("0.0 Hz");
        assertThatThrownBy(() -> world.withStepMilliseconds(5)).hasMessageContaining("a step of 5.0 ms");
        assertThatThrownBy(() -> world.withMaxSpeed(-1)).hasMessageContaining("speed -1.0");
    }
}
