package armfarm.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import armfarm.controller.FarmArms;
import armfarm.drivers.cell.CameraSpec;
import armfarm.drivers.cell.CellSpec;
import armfarm.drivers.kinematics.JointLimits;
import armfarm.drivers.kinematics.KinematicChain;
import armfarm.drivers.safety.Box;
import armfarm.messages.FarmException;
import armfarm.messages.Pose;
import armfarm.messages.cell.AttemptHeights;
import armfarm.policy.outcome.DropTest;
import armfarm.policy.outcome.GripperWidthRule;
import armfarm.policy.outcome.OutcomeRules;
import armfarm.policy.outcome.PixelDifference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellsConfigTest {
    /** What only the lab knows, for an arm that stands in front of its bin. */
    private static final String LAB = """
                workspace:
                  x_m: [0.40, 0.55]
                  y_m: [-0.08, 0.08]
                  z_m: [0.02, 0.05]
                  home_m_rad: [0.40, -0.25, 0.30, 0]
                camera: {camera_in_base_m_rad: [0.2, 0.3, 0.7, 3.14, 0, 0]}
            """;

    private static final String CAMERA = "topics: {image: /camera/image_raw, camera_info: /camera/camera_info}";

    @TempDir
    Path folder;

    @Test
    void everyKeyIsMapped() throws IOException {
        CellConfig cell = only("""
                cells:
                  - arm: left
                    preset: kuka_iiwa_7
                    namespace: /lab/left
                    topics:
                      joint_states: states
                      gripper_state: /hand/states
                      image: /cam/image
                      camera_info: /cam/info
                      camera_trigger: /cam/trigger
                      arrange: bin/arrange
                      arranged: bin/arranged
                      truth: truth
                      heartbeat: /beat
                    actions: {trajectory: arm/follow, gripper: /hand/cmd}
                    joints:
                      names: [a, b, c, d, e, f, g]
                      min_rad: [-2, -2, -2, -2, -2, -2, -2]
                      max_rad: [2, 2, 2, 2, 2, 2, 2]
                      max_velocity_radps: [1, 1, 1, 1, 1, 1, 1]
                      max_effort_nm: [10, 10, 10, 10, 10, 10, 10]
                    kinematics:
                      urdf: preset:kuka_iiwa_7.urdf
                      base: iiwa_link_0
                      tip: iiwa_link_ee
                      gripper_in_tip_m_rad: [0, 0, 0.1, 0, 0, 1.5707963267948966]
                      rest_rad: [0, 0.5, 0, -1.4, 0, 1.2, 0]
                    camera:
                      encodings: [bgr8]
                      min_rate_hz: 12
                      max_age_s: 0.5
                      stamps: robot_clock
                      latency_s: 0.05
                      camera_in_base_m_rad: [0.2, 0.3, 0.7, 3.141592653589793, 0, 0]
                    gripper:
                      kind: parallel
                      joint: finger
                      meters_per_position: 2
                      meters_at_zero: 0.001
                      open_m: 0.07
                      force_n: 15
                    outcome:
                      held_m: 0.005
                      closed_m: 0.002
                      drop_test_levels: 30
                      drop_test_share: 0.01
                    workspace:
                      x_m: [0.45, 0.60]
                      y_m: [-0.1, 0.1]
                      z_m: [0.03, 0.06]
                      yaw_limit_rad: 1.2
                      home_m_rad: [0.45, -0.2, 0.3, 0.1]
                      hover_m: 0.1
                      lift_m: 0.2
                      release_m: 0.05
                      travel_height_m: 0.35
                    safety:
                      box_m: [0.3, 0.7, -0.4, 0.3, 0.01, 0.6]
                      forbidden_boxes_m: [0.9, 1.0, -1, 1, 0, 1]
                      max_speed_mps: 0.4
                      max_force_n: 18
                    speeds: {free_mps: 0.5, carry_mps: 0.4, near_bin_mps: 0.2, near_bin_m: 0.1, joint_radps: 1.1}
                    timeout_s: 12
                """);

        CellSpec spec = cell.spec();
        assertThat(cell.preset()).isEqualTo("kuka_iiwa_7");
        assertThat(cell.callTimeout()).isEqualTo(Duration.ofSeconds(12));
        assertThat(spec.arm().name()).isEqualTo("left");
        assertThat(spec.source()).isEqualTo("cells[0]");
        assertThat(spec.topics().jointStates().path()).isEqualTo("/lab/left/states");
        assertThat(spec.topics().gripperState().orElseThrow().path()).isEqualTo("/hand/states");
        assertThat(spec.topics().image().path()).isEqualTo("/cam/image");
        assertThat(spec.topics().cameraInfo().path()).isEqualTo("/cam/info");
        assertThat(spec.topics().cameraInBase()).isEmpty();
        assertThat(spec.topics().cameraTrigger().orElseThrow().path()).isEqualTo("/cam/trigger");
        assertThat(spec.topics().bin().orElseThrow().arranged().path()).isEqualTo("/lab/left/bin/arranged");
        assertThat(spec.topics().truth().orElseThrow().path()).isEqualTo("/lab/left/truth");
        assertThat(spec.topics().heartbeat().path()).isEqualTo("/beat");
        assertThat(spec.topics().motionGoal().path()).isEqualTo("/lab/left/arm/follow/goal");
        assertThat(spec.topics().gripperCancel().path()).isEqualTo("/hand/cmd/cancel");
        assertThat(spec.jointNames()).containsExactly("a", "b", "c", "d", "e", "f", "g");
        assertThat(spec.envelope().joints()).containsOnly(new JointLimits(-2, 2, 1, 10));
        assertThat(spec.envelope().gripperBox()).isEqualTo(new Box(0.3, 0.7, -0.4, 0.3, 0.01, 0.6));
        assertThat(spec.envelope().forbidden()).containsExactly(new Box(0.9, 1.0, -1, 1, 0, 1));
        assertThat(spec.envelope().maxMetersPerSecond()).isEqualTo(0.4);
        assertThat(spec.envelope().maxGripNewtons()).isEqualTo(18);
        assertThat(spec.camera().encodings()).containsExactly("bgr8");
        assertThat(spec.camera().minHertz()).isEqualTo(12);
        assertThat(spec.camera().maxAge()).isEqualTo(Duration.ofMillis(500));
        assertThat(spec.camera().stamps()).isEqualTo(CameraSpec.Stamps.ROBOT_CLOCK);
        assertThat(spec.camera().latency()).isEqualTo(Duration.ofMillis(50));
        assertThat(spec.camera().cameraInBase().orElseThrow().rotate(0, 0, 1)[2])
                .isCloseTo(-1, within(1e-9));
        assertThat(spec.gripper().toMeters(0.01)).isCloseTo(0.021, within(1e-12));
        assertThat(spec.gripper().openMeters()).isEqualTo(0.07);
        assertThat(spec.gripper().gripNewtons()).isEqualTo(15);
        assertThat(cell.outcome()).isEqualTo(rules(0.002, 0.005, 30, 0.01));
        assertThat(spec.workspace().yawLimitRadians()).isEqualTo(1.2);
        assertThat(spec.homeInBase().yawRadians()).isCloseTo(0.1, within(1e-9));
        assertThat(spec.travelHeightMeters()).isEqualTo(0.35);
        assertThat(spec.heights()).isEqualTo(new AttemptHeights(0.06 + 0.1, 0.06 + 0.2, 0.06 + 0.05));
        assertThat(spec.speeds().jointRadiansPerSecond()).isEqualTo(1.1);
        CellSpec.ChainModel model = (CellSpec.ChainModel) spec.model();
        assertThat(model.restPositions()).containsExactly(0.0, 0.5, 0.0, -1.4, 0.0, 1.2, 0.0);
        assertThat(model.gripperInTip().yawRadians()).isCloseTo(Math.PI / 2, within(1e-9));
        Pose home = model.newKinematics().gripperInBase(model.newKinematics().homeJointsRadians());
        assertThat(home.distanceMeters(spec.homeInBase())).isLessThan(2e-4);
    }

    @ParameterizedTest
    @CsvSource({
        "kuka_iiwa_7, gripper: /gripper/cmd",
        "franka_panda, ",
        "universal_ur5e, ",
        "rethink_sawyer, gripper: /robot/end_effector/gripper"
    })
    void aPresetAndWhatOnlyTheLabKnowsMakeACell(String preset, String action) throws IOException {
        CellConfig cell = only("cells:\n  - arm: left\n    preset: " + preset + "\n    " + CAMERA + "\n"
                + (action == null ? "" : "    actions: {" + action + "}\n") + LAB);

        CellSpec spec = cell.spec();
        KinematicChain chain = ((CellSpec.ChainModel) spec.model()).chain();
        assertThat(spec.jointNames()).isEqualTo(chain.jointNames());
        assertThat(spec.envelope().joints()).allSatisfy(limits -> {
            assertThat(limits.maxVelocity()).isBetween(0.1, 3.0);
            assertThat(limits.maxEffort()).isLessThan(400);
        });
        assertThat(spec.arrangesBin()).isFalse();
        assertThat(spec.topics().heartbeat().path()).isEqualTo("/left/safety/heartbeat");
    }

    private static OutcomeRules rules(double closedMeters, double heldMeters, int levels, double changedShare) {
        return new OutcomeRules(
                new GripperWidthRule(closedMeters, heldMeters),
                new DropTest(new PixelDifference(levels), changedShare));
    }

    @Test
    void whatCountsAsASuccessBelongsToTheCell() throws IOException {
        String cell = "cells:\n  - arm: left\n    preset: franka_panda\n    " + CAMERA + "\n" + LAB;

        assertThat(only(cell).outcome()).isEqualTo(OutcomeRules.defaults());
        assertThat(only(cell
                                + "    outcome: {held_m: 0.002, closed_m: 0.0005, drop_test_levels: 35, drop_test_share: 0.02}\n")
                        .outcome())
                .isEqualTo(rules(0.0005, 0.002, 35, 0.02));
        assertThatThrownBy(() -> only(cell + "    outcome: {held_m: 0.9, closed_m: 0.95, drop_test_levels: 0}\n"))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("cells[0].outcome.closed_m: found '0.95', expected at most outcome.held_m, 0.9")
                .hasMessageContaining("cells[0].outcome.held_m: found '0.9', expected less than gripper.open_m, 0.078")
                .hasMessageContaining("outcome.drop_test_levels: found '0', expected a whole number from 1 to 254");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "held_m: 4|held_m: found '4', expected a number from 0.0 to 1.0",
                "held_m: -0.001|held_m: found '-0.001', expected a number from 0.0 to 1.0",
                "held_m: 1e400|held_m: found '",
                "held_m: wide|held_m: found 'wide', expected a number from 0.0 to 1.0",
                "held_m: 0.08|held_m: found '0.08', expected less than gripper.open_m, 0.078",
                "closed_m: -0.1|closed_m: found '-0.1', expected a number from 0.0 to 1.0",
                "closed_m: 0.005|closed_m: found '0.005', expected at most outcome.held_m, 0.004",
                "drop_test_levels: 255|drop_test_levels: found '255', expected a whole number from 1 to 254",
                "drop_test_levels: 2.5|drop_test_levels: found '2.5', expected a whole number from 1 to 254",
                "drop_test_share: 1|drop_test_share: found '1', expected a number from 0.0 to 0.99",
                "drop_test_shares: 0.1|drop_test_shares: unknown key",
            })
    void thresholdsThatCouldNotDecideAreRefused(String key, String message) throws IOException {
        Path file = file("cells:\n  - arm: left\n    preset: franka_panda\n    " + CAMERA + "\n" + LAB
                + "    outcome: {" + key + "}\n");

        assertThatThrownBy(() -> FarmConfig.read(file)).hasMessageContaining("cells[0].outcome." + message);
    }

    @Test
    void eachCellHasThresholdsOfItsOwnAndSimulatedArmsKeepTheirs() throws IOException {
        String cell =
                "  - arm: %s\n    preset: franka_panda\n    namespace: /%s\n    actions: {trajectory: go, gripper: grip}\n"
                        + "    topics: {image: /i, camera_info: /c, joint_states: s, gripper_state: s}\n" + LAB;
        FarmConfig config = FarmConfig.read(file("farm: {arms: 1}\ncells:\n" + cell.formatted("left", "left")
                + "    outcome: {held_m: 0.002}\n" + cell.formatted("right", "right")));

        assertThat(FarmArms.of(config).all().stream()
                        .map(arm -> arm.outcome().gripper().heldMeters()))
                .containsExactly(0.004, 0.002, 0.004);
        assertThat(OutcomeRules.defaults()).isEqualTo(rules(0.001, 0.004, 20, 0.001));
    }

    @Test
    void aTopicMaySayWhereTheCameraIs() throws IOException {
        CellSpec spec = only("cells:\n  - arm: left\n    preset: franka_panda\n"
                        + "    topics: {image: /i, camera_info: /c, camera_in_base: /cam/pose}\n"
                        + LAB.replaceAll(" *camera: .*\n", ""))
                .spec();

        assertThat(spec.topics().cameraInBase().orElseThrow().path()).isEqualTo("/cam/pose");
        assertThat(spec.camera().cameraInBase()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"left, 0.20, 0.40, 0.50", "right, -0.40, -0.20, -0.50"})
    void bothBaxterArmsHaveAPreset(String side, String fromY, String toY, String homeY) throws IOException {
        CellConfig cell = only("""
                cells:
                  - arm: baxter
                    preset: rethink_baxter_%s
                    topics: {image: /camera/image_raw, camera_info: /camera/camera_info}
                    workspace:
                      x_m: [0.60, 0.75]
                      y_m: [%s, %s]
                      z_m: [0.0, 0.05]
                      home_m_rad: [0.60, %s, 0.25, 0]
                    camera: {camera_in_base_m_rad: [0.2, 0.3, 0.7, 3.14, 0, 0]}
                """.formatted(side, fromY, toY, homeY));

        assertThat(cell.spec().topics().trajectory().path())
                .isEqualTo("/robot/limb/" + side + "/follow_joint_trajectory");
    }

    @Test
    void withCellsTheFarmRunsNoSimulatedArmsUnlessTold() throws IOException {
        String cells = "cells:\n  - arm: left\n    preset: franka_panda\n    " + CAMERA + "\n" + LAB;

        assertThat(FarmConfig.read(file(cells)).arms()).isZero();
        assertThat(FarmConfig.read(file(cells + "farm: {arms: 2}\n")).arms()).isEqualTo(2);
        assertThat(FarmConfig.defaults().arms()).isEqualTo(4);
    }

    @Test
    void listsAllProblemsOfAllCellsAtOnce() throws IOException {
        Path file = file("""
                cells:
                  - arm: left arm
                    preset: kuka_iiwa_8
                    topics: {image: "/cam era", camera_info: /info, colour: red}
                    kinematics: {urdf: arm.urdf, base: a}
                    workspace: {x_m: [2, 1]}
                    camera: {stamps: sometimes, encodings: [yuv422]}
                    speed: 3
                  - arm: other
                    preset: franka_panda
                    topics: {image: /i, camera_info: /c}
                    joints: {min_rad: [1, 2]}
                """);

        assertThatThrownBy(() -> FarmConfig.read(file))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("cells[0].preset: found 'kuka_iiwa_8', expected one of kuka_iiwa_7, franka_panda")
                .hasMessageContaining("cells[0].arm: Arm name 'left arm' is not valid")
                .hasMessageContaining("cells[0].topics.image: ROS name '/cam era' is not valid")
                .hasMessageContaining("cells[0].topics.colour: unknown key; known keys near it: cells[0].topics.")
                .hasMessageContaining("cells[0].actions.trajectory: missing")
                .hasMessageContaining("cells[0].kinematics.tip: missing")
                .hasMessageContaining("cells[0].workspace.x_m: found [2.0, 1.0], expected the smaller number first")
                .hasMessageContaining("cells[0].workspace.home_m_rad: missing")
                .hasMessageContaining("cells[0].camera.stamps: found 'sometimes', expected one of robot_clock, arrival")
                .hasMessageContaining("cells[0].camera.encodings: found [yuv422], expected some of [rgb8, bgr8, mono8")
                .hasMessageContaining("cells[0].camera.camera_in_base_m_rad: missing")
                .hasMessageContaining("cells[0].speed: unknown key")
                .hasMessageContaining("cells[1].joints.min_rad: found '[1,2]', expected a list of 7 numbers");
    }

    @Test
    void saysWhichCornerOfTheWorkspaceTheArmCannotReach() throws IOException {
        Path file = file("cells:\n  - arm: left\n    preset: franka_panda\n    " + CAMERA + "\n"
                + LAB.replace("[0.40, 0.55]", "[0.40, 1.10]"));

        assertThatThrownBy(() -> FarmConfig.read(file))
                .hasMessageContaining("cells[0].workspace: the corner x 1.1, y -0.08 cannot be reached from home");
    }

    @ParameterizedTest
    @CsvSource({"0.18, 0.21, 0.45", "-0.20, -0.16, 0.20", "0.02, 0.05, 0.30"})
    void anAttemptsHeightsMoveWithTheTable(double fromZ, double toZ, double homeZ) throws IOException {
        String lab = LAB.replace("[0.02, 0.05]", "[" + fromZ + ", " + toZ + "]")
                .replace("-0.25, 0.30, 0]", "-0.25, " + homeZ + ", 0]");

        CellSpec spec = only("cells:\n  - arm: left\n    preset: franka_panda\n    " + CAMERA + "\n" + lab)
                .spec();

        assertThat(spec.heights()).isEqualTo(AttemptHeights.over(spec.workspace()));
        assertThat(spec.heights().hoverZMeters()).isCloseTo(toZ + 0.11, within(1e-12));
        assertThat(spec.travelHeightMeters())
                .isGreaterThanOrEqualTo(spec.heights().liftZMeters());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lift_m: 0.9|workspace: the corner x 0.4, y -0.08 cannot be reached from home: on the way to its lift at z 0.95",
                "travel_height_m: 0.25|workspace.travel_height_m: found 0.25, but an attempt goes up to 0.32",
                "lift_m: 0.1, release_m: 0.2|workspace.release_m: found '0.2', expected at most workspace.lift_m, 0.1",
                "hover_m: 110|workspace.hover_m: found '110', expected a number from 0.01 to 1.0",
            })
    void heightsThatNoAttemptCouldHaveAreRefused(String keys, String message) throws IOException {
        Path file = file("cells:\n  - arm: left\n    preset: franka_panda\n    " + CAMERA + "\n"
                + LAB.replace("x_m: [0.40, 0.55]", keys.replace(", ", "\n      ") + "\n      x_m: [0.40, 0.55]"));

        assertThatThrownBy(() -> FarmConfig.read(file)).hasMessageContaining("cells[0]." + message);
    }

    @Test
    void aLiftOutOfTheSafetyBoxIsRefused() throws IOException {
        Path file = file("cells:\n  - arm: left\n    preset: franka_panda\n    " + CAMERA + "\n" + LAB
                + "    safety: {box_m: [0.2, 0.8, -0.4, 0.4, 0.0, 0.305]}\n");

        assertThatThrownBy(() -> FarmConfig.read(file))
                .hasMessageContaining("on the way to its lift at z 0.32")
                .hasMessageContaining("safety.box_m");
    }

    @ParameterizedTest
    @CsvSource({"'0.41, 0.52, 0.63, -2.35, 0.02, 0.01'", "'0.2, 0.3, 0.7, 0, 0, 0'", "'-0.2, 0.3, 0.7, 3.14, 1.2, 0'"})
    void aCameraThatLooksAwayFromTheWorkspaceIsRefused(String pose) throws IOException {
        Path file = file("cells:\n  - arm: left\n    preset: franka_panda\n    " + CAMERA + "\n"
                + LAB.replace("0.2, 0.3, 0.7, 3.14, 0, 0", pose));

        assertThatThrownBy(() -> FarmConfig.read(file))
                .hasMessageContaining("cells[0].camera.camera_in_base_m_rad: the camera looks away from the workspace")
                .hasMessageContaining("or the inverse of it, looks like this");
    }

    @Test
    void theExampleOfTheDocumentationIsACell() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "arms.md"));
        String example = page.substring(page.indexOf("```yaml") + 8, page.indexOf("```", page.indexOf("```yaml") + 8));

        assertThat(only(example).spec().arm().name()).isEqualTo("left_arm");
    }

    @Test
    void saysThatHomeIsInAForbiddenBox() throws IOException {
        Path file = file("cells:\n  - arm: left\n    preset: franka_panda\n    " + CAMERA + "\n" + LAB
                + "    safety: {forbidden_boxes_m: [0.3, 0.5, -0.3, -0.2, 0.2, 0.4]}\n");

        assertThatThrownBy(() -> FarmConfig.read(file))
                .hasMessageContaining("cells[0].workspace.home_m_rad")
                .hasMessageContaining("a link would touch a forbidden box");
    }

    @Test
    void refusesTwoArmsOfOneName() throws IOException {
        String cell = "  - arm: arm_1\n    preset: franka_panda\n    " + CAMERA + "\n" + LAB;

        assertThatThrownBy(() -> FarmConfig.read(file("farm: {arms: 1}\ncells:\n" + cell)))
                .hasMessageContaining("there is more than one arm 'arm_1'");
    }

    @Test
    void readsAUrdfFileBesideTheConfiguration() throws IOException {
        Files.writeString(
                folder.resolve("arm.urdf"),
                new String(
                        Presets.urdf("universal_ur5e.urdf").orElseThrow().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8));

        CellConfig cell = only("cells:\n  - arm: left\n    preset: universal_ur5e\n    " + CAMERA
                + "\n    kinematics: {urdf: arm.urdf}\n" + LAB);

        assertThat(cell.spec().jointNames()).first().isEqualTo("shoulder_pan_joint");
    }

    @Test
    void everyPresetSaysWhereItsNumbersAreFrom() {
        assertThat(Presets.NAMES).allSatisfy(name -> {
            String text = Presets.text(name).orElseThrow();
            assertThat(text.lines().toList()).first().asString().startsWith("# ");
            assertThat(text).contains("Limits are in").contains(".urdf");
        });
        assertThat(Presets.text("no_such_arm")).isEmpty();
    }

    private CellConfig only(String text) throws IOException {
        List<CellConfig> cells = FarmConfig.read(file(text)).cells();
        assertThat(cells).hasSize(1);
        return cells.get(0);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("farm.yaml"), text);
    }
}
