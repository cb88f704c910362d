package armfarm.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.FarmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RobotsApartTest {
    @TempDir
    Path folder;

    @Test
    void twoCellsOfOnePresetWithoutNamesOfTheirOwnAreOneRobot() {
        String both = cell("left", "", "") + cell("right", "", "");

        assertThatThrownBy(() -> read(both))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("cells[1].actions.trajectory: cells[1] (right) and cells[0] (left) both use"
                        + " /position_joint_trajectory_controller/follow_joint_trajectory; one robot has one cell: give"
                        + " each its own namespace")
                .hasMessageContaining("cells[1].actions.gripper: cells[1] (right) and cells[0] (left) both use")
                .hasMessageContaining("cells[1].joints.names: cells[1] (right) and cells[0] (left) both use joint"
                        + " panda_joint1 of /joint_states")
                .hasMessageContaining("4 problem(s)")
                .hasMessageContaining("both use joint panda_finger_joint1 of /franka_gripper/joint_states");
    }

    @Test
    void cellsWithNamespacesOfTheirOwnMayShareACamera() throws IOException {
        String names = "joint_states: joint_states, gripper_state: hand/state, camera_trigger: /cam/now";
        String actions = "\n    actions: {trajectory: follow, gripper: grip}";

        FarmConfig config = read(cell("left", names, "namespace: /left" + actions)
                + cell("right", names, "namespace: /right" + actions));

        assertThat(config.cells())
                .extracting(cell -> cell.spec().topics().trajectory().path())
                .containsExactly("/left/follow", "/right/follow");
        assertThat(config.cells())
                .extracting(cell -> cell.spec().topics().image().path())
                .containsOnly("/cam/image");
    }

    @Test
    void namesAreComparedBelowTheirNamespaces() {
        String left =
                cell("left", "joint_states: js", "namespace: /lab/one\n    actions: {trajectory: a/b, gripper: g}");
        String right =
                cell("right", "joint_states: js", "namespace: /lab/one/a\n    actions: {trajectory: b, gripper: h}");

        assertThatThrownBy(() -> read(left + right))
                .hasMessageContaining(
                        "cells[1].actions.trajectory: cells[1] (right) and cells[0] (left) both use" + " /lab/one/a/b");
    }

    @Test
    void armsOfOneRobotMayShareATopicOfJointStates() throws IOException {
        String left = baxter("left", "[0.2, 0.3]", 0.5);
        String right = baxter("right", "[-0.3, -0.2]", -0.5);

        assertThat(read(left + right).cells())
                .extracting(cell -> cell.spec().topics().jointStates().path())
                .containsOnly("/robot/joint_states");
    }

    @ParameterizedTest
    @CsvSource({
        "heartbeat: /beat, topics.heartbeat",
        "truth: /truth, topics.truth",
        "'arrange: /fill, arranged: /filled', topics.arrange",
        "joint_states: /states, joints.names",
    })
    void whatTellsOrCommandsOneArmIsNotShared(String names, String key) {
        String left = cell("left", names, "actions: {trajectory: follow, gripper: grip}");
        String right = cell("right", names, "actions: {trajectory: follow, gripper: grip}");

        assertThatThrownBy(() -> read(left + right)).hasMessageContaining("cells[1]." + key + ": ");
    }

    @Test
    void aCellIsNotOneOfTheSimulatedArms() {
        String cell = cell("left", "", "actions: {trajectory: /arm_2/arm_controller/follow_joint_trajectory}");

        assertThatThrownBy(() -> read(cell + "farm: {arms: 2}\n"))
                .hasMessageContaining("cells[0].actions.trajectory: cells[0] (left) and simulated arm arm_2 both use");
    }

    @Test
    void armAndGripperOfACellHaveActionsOfTheirOwn() {
        assertThatThrownBy(() -> read(cell("left", "", "actions: {trajectory: /do, gripper: /do}")))
                .hasMessageContaining("cells[0].actions.gripper: is the same as actions.trajectory, /do");
    }

    @Test
    void aCellNamesEachJointOnce() {
        assertThatThrownBy(() -> read(cell("left", "", "joints: {names: [a, b, c, d, e, f, a]}")))
                .hasMessageContaining("cells[0].joints.names: found [a, b, c, d, e, f, a], expected each name once");
    }

    private static String baxter(String side, String y, double homeY) {
        return """
                  - arm: %1$s
                    preset: rethink_baxter_%1$s
                    topics: {image: /i, camera_info: /c}
                    camera: {camera_in_base_m_rad: [0.6, 0, 1.0, 3.14, 0, 0]}
                    workspace: {x_m: [0.6, 0.7], y_m: %2$s, z_m: [0, 0.05], home_m_rad: [0.6, %3$s, 0.25, 0]}
                """.formatted(side, y, homeY);
    }

    private static String cell(String arm, String names, String more) {
        return """
                  - arm: %s
                    preset: franka_panda
                    topics: {image: /cam/image, camera_info: /cam/info%s}
                    camera: {camera_in_base_m_rad: [0.45, 0, 0.9, 3.14, 0, 0]}
                    workspace: {x_m: [0.4, 0.5], y_m: [-0.05, 0.05], z_m: [0.02, 0.05], home_m_rad: [0.4, -0.25, 0.3, 0]}
                    %s
                """.formatted(arm, names.isEmpty() ? "" : ", " + names, more);
    }

    private FarmConfig read(String cells) throws IOException {
        return FarmConfig.read(Files.writeString(folder.resolve("farm.yaml"), "cells:\n" + cells));
    }
}
