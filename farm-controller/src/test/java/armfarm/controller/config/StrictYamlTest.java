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

class StrictYamlTest {
    @TempDir
    Path folder;

    @Test
    void aKeyWrittenTwiceIsNamedWithBothLines() {
        assertProblem(
                """
                page: {port: 9000}
                farm:
                  arms: 2
                  seed: 1
                  arms: 3
                page: {host: 0.0.0.0}
                """,
                "2 problem(s)",
                "line 5: the key 'arms' is there a second time, first in line 3",
                "line 6: the key" + " 'page' is there a second time, first in line 1");
    }

    @Test
    void aKeyTwiceInOneElementOfAListIsNamed() {
        assertProblem("""
                cells:
                  - arm: left
                    safety: {max_speed_mps: 0.1}
                  - arm: right
                    safety: {max_speed_mps: 0.1}
                    safety: {max_force_n: 20}
                """, "1 problem(s)", "line 6: the key 'safety' is there a second time, first in line 5");
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertProblem("farm: {arms: 2}\n---\npage: {port: 9000}\n", "line 3: a second document begins");
    }

    @Test
    void anchorsAliasesAndTagsAreRefusedBecauseNobodyFollowsThem() {
        assertProblem(
                "page: &p {host: a}\nros: {master_uri: *p}\nkafka: {<<: *p}\npostgres: {user: !secret x}\n",
                "line 1: the anchor '&p'",
                "line 2: the alias '*p' is not followed",
                "line 3: the alias '*p' is not followed",
                "line 4: the tag 'secret'");
    }

    @ParameterizedTest
    @CsvSource({"010, 8", "0x10, 16", "0b11, 3", "1_000, 1000", "0_9.5, 9.5"})
    void numbersThatAPersonReadsOtherwiseAreRefused(String number, String read) {
        assertProblem("farm: {seed: " + number + "}\n", "the number '" + number + "' would be read as " + read);
    }

    @ParameterizedTest
    @CsvSource({"12", "-3", "+4", "0", "1e3", "0.5", ".5", "2.", "-1.5e-3", "00.5"})
    void plainNumbersAreRead(String number) throws IOException {
        assertThat(StrictYaml.read("a: " + number + "\n").problems()).isEmpty();
        assertThat(StrictYaml.read("a: " + number + "\n").root().get("a").doubleValue())
                .isEqualTo(Double.parseDouble(number));
    }

    @Test
    void aDottedKeyIsAnErrorThatSaysHowItIsWritten() {
        assertProblem(
                "farm.arms: 777\npage.port: 99\nsimulation: {gazebo.step_ms: 3}\nimages.s3.bucket: x\n",
                "4 problem(s)",
                "farm.arms: a dot in a key does not lead into a section; write 'farm:' and under it, indented, 'arms:'",
                "simulation.gazebo.step_ms: a dot in a key",
                "images.s3.bucket: a dot in a key does not lead into a section; write 'images:' and under it 's3:' and"
                        + " under it, indented, 'bucket:'");
    }

    @Test
    void aKeyThatDiffersInCaseOrDashesIsRecognised() {
        assertProblem(
                "farm: {Arms: 2}\ncollection: {attempts-per-scene: 3}\n",
                "farm.Arms: unknown key; did you mean farm.arms?",
                "collection.attempts-per-scene: unknown key; did you mean collection.attempts_per_scene?");
    }

    @Test
    void aKeyWithNothingBehindItIsNotTakenForItsDefault() {
        assertProblem(
                "farm:\n  arms:\npage: {port: ~}\ncells:\n",
                "farm.arms: found nothing, expected a value",
                "page.port: found nothing",
                "cells: found nothing");
    }

    @Test
    void anEmptySectionIsNone() throws IOException {
        FarmConfig config = FarmConfig.read(file("farm:\npage: {}\nsimulation:\n"));

        assertThat(config).usingRecursiveComparison().ignoringFields("file").isEqualTo(FarmConfig.defaults());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "farm: {arms: 18446744073709551618}|farm.arms: found '18446744073709551618'",
                "farm: {seed: 18446744073709551617}|farm.seed: found '18446744073709551617'",
                "farm: {arms: '2'}|farm.arms: found '2', expected a whole number",
                "farm: {arms: 2.0}|farm.arms: found '2.0', expected a whole number",
                "collection: {exploration_share: .nan}|.nan",
                "collection: {exploration_share: 1e400}|collection.exploration_share: found",
                "simulation: {real_time: 1}|simulation.real_time: found '1', expected true or false",
                "page: {host: no}|page.host: found 'false', expected text",
                "farm: [arms]|farm: found '[\"arms\"]', expected a section",
            })
    void aValueOfAnotherKindIsRefused(String text, String message) {
        assertProblem(text + "\n", message);
    }

    @Test
    void aSettingThatWouldHaveNoEffectIsRefused() {
        assertProblem(
                "postgres: {user: a, password_file: b}\nimages: {s3: {bucket: abc}}\n",
                "postgres.user: would have no effect: without postgres.jdbc_url",
                "postgres.password_file: would have no effect",
                "images.s3: would have no effect: images.storage is local");
    }

    @Test
    void lengthsInMillimetresAndAnglesInDegreesAreRefused() {
        assertProblem(
                """
                cells:
                  - arm: left
                    preset: franka_panda
                    topics: {image: /i, camera_info: /c}
                    joints: {min_rad: [-166, -101, -166, -176, -166, -1, -166]}
                    kinematics: {gripper_in_tip_m_rad: [0, 0, 100, 0, 0, 90]}
                    camera: {camera_in_base_m_rad: [410, 520, 630, -135, 1.2, 0.6], crop_px: [0.5, 0, 10, 10]}
                    workspace: {x_m: [400, 600], y_m: [-0.1, 0.1], z_m: [0.02, 0.05], home_m_rad: [0.4, -0.3, 0.3, 90]}
                    safety: {forbidden_boxes_m: [400, 600, -100, 100, 0, 100]}
                """,
                "cells[0].joints.min_rad: found [-166.0, -101.0, -166.0, -176.0, -166.0, -166.0], expected radians (is"
                        + " it in degrees?)",
                "cells[0].kinematics.gripper_in_tip_m_rad: found [100.0], expected metres (is" + " it in millimetres?)",
                "cells[0].kinematics.gripper_in_tip_m_rad: found [90.0], expected radians",
                "cells[0].camera.camera_in_base_m_rad: found [410.0, 520.0, 630.0], expected metres",
                "cells[0].camera.camera_in_base_m_rad: found [-135.0], expected radians",
                "cells[0].camera.crop_px: found [0.5, 0.0, 10.0, 10.0], expected whole numbers",
                "cells[0].workspace.x_m: found [400.0, 600.0], expected metres",
                "cells[0].workspace.home_m_rad: found [90.0], expected metres and a yaw in radians",
                "cells[0].safety.forbidden_boxes_m: found [400.0, 600.0, -100.0, 100.0, 100.0], expected metres");
    }

    @Test
    void anEmptySectionTakesNothingOfAPresetAway() throws IOException {
        String cell = """
                cells:
                  - arm: left
                    preset: franka_panda
                    topics: {image: /i, camera_info: /c}
                    camera: {camera_in_base_m_rad: [0.45, 0, 0.9, 3.14, 0, 0]}
                    workspace: {x_m: [0.4, 0.5], y_m: [-0.05, 0.05], z_m: [0.02, 0.05], home_m_rad: [0.4, -0.25, 0.3, 0]}
                """;

        FarmConfig with = FarmConfig.read(file(cell + "    gripper:\n    joints:\n"));

        assertThat(with).isEqualTo(FarmConfig.read(file(cell)));
        assertProblem(cell + "    gripper: {joint: }\n", "cells[0].gripper.joint: found nothing");
    }

    @Test
    void aCameraPoseFromTwoPlacesIsRefused() {
        assertProblem(
                """
                cells:
                  - arm: left
                    preset: franka_panda
                    topics: {image: /i, camera_info: /c, camera_in_base: /p}
                    camera: {camera_in_base_m_rad: [0.45, 0, 0.9, 3.14, 0, 0]}
                    workspace: {x_m: [0.4, 0.5], y_m: [-0.05, 0.05], z_m: [0.02, 0.05], home_m_rad: [0.4, -0.25, 0.3, 0]}
                """, "cells[0].camera.camera_in_base_m_rad: topics.camera_in_base is there too; give one of them");
    }

    @Test
    void aFileThatIsNoTextIsCalledSo() throws IOException {
        Path file = Files.write(folder.resolve("farm.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff, (byte) 0xfe});

        assertThatThrownBy(() -> FarmConfig.read(file))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("is not a UTF-8 text");
    }

    private void assertProblem(String text, String... messages) {
        assertThatThrownBy(() -> FarmConfig.read(file(text)))
                .isInstanceOf(FarmException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(messages));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("farm.yaml"), text);
    }
}
