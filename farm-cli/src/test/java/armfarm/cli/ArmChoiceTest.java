package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.ArmId;
import armfarm.messages.FarmException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes share one configuration; each drives one of its arms in a folder of its own. */
class ArmChoiceTest {
    private static final ArmId LEFT = new ArmId("left");
    private static final ArmId RIGHT = new ArmId("right");
    private static final ArmId THIRD = new ArmId("third");

    @TempDir
    private Path folder;

    private Path config;
    private ArmPlace left;
    private ArmPlace right;

    @BeforeEach
    void twoProcessesRun() throws IOException {
        config = folder.resolve("farm.yaml");
        Files.writeString(config, "cells:\n" + cell("left") + cell("right") + cell("third"));
        left = placeOf("left");
        right = placeOf("right");
    }

    private static String cell(String arm) {
        return """
                  - arm: %s
                    preset: kuka_iiwa_7
                    namespace: /%s
                    actions: {trajectory: go, gripper: grip}
                    topics: {image: /%s/image_raw, camera_info: /%s/camera_info}
                    workspace: {x_m: [0.4, 0.5], y_m: [-0.1, 0.1], z_m: [0.02, 0.05], home_m_rad: [0.4, -0.3, 0.3, 0]}
                    camera: {camera_in_base_m_rad: [0.2, 0.3, 0.7, 3.14, 0, 0]}
                """.formatted(arm, arm, arm, arm);
    }

    /** This test's own process stands for the one that has the folder. */
    private ArmPlace placeOf(String arm) throws IOException {
        Path data = Files.createDirectories(folder.resolve(arm + "-data"));
        Files.writeString(data.resolve("VERSION"), "1");
        Files.writeString(data.resolve("owner.lock"), "");
        Files.writeString(data.resolve("owner.json"), """
                {"pid": %d, "page": "", "jdbcUrl": "jdbc:postgresql://db/farm", "startedAt": "", "kafka": "", "kafkaTopic": "",
                 "rosMaster": "http://127.0.0.1:1/", "config": "%s", "arms": ["%s"], "command": "arm"}
                """.formatted(
                        ProcessHandle.current().pid(), config, arm));
        return new ArmPlace(Optional.of(data), Optional.empty());
    }

    @Test
    void anArmIsStoppedWhereItsProcessReadsTheStop() {
        for (List<ArmPlace> places : List.of(List.of(left, right), List.of(right, left))) {
            assertThat(ArmChoice.placeOf(RIGHT, places)).isSameAs(right);
            assertThat(ArmChoice.placeOf(LEFT, places)).isSameAs(left);
            assertThat(ArmChoice.one("right", places).place()).isSameAs(right);
            assertThat(ArmChoice.one("right", places).chosen().drivenByFarm()).isTrue();
        }
    }

    @Test
    void anArmThatNoProcessDrivesIsNotStoppedSomewhereElse() {
        assertThatThrownBy(() -> ArmChoice.placeOf(THIRD, List.of(left, right)))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("nothing was changed; known are [left, right]");
        left.stops().stop(THIRD, "ann", "set here by mistake", Instant.EPOCH);
        assertThat(ArmChoice.placeOf(THIRD, List.of(left, right))).isSameAs(left); // to take that stop back
        assertThat(left.obeysStopOf(THIRD)).isFalse();
        assertThat(left.obeysStopOf(LEFT)).isTrue();
    }

    @Test
    void aStopOfAllArmsWatchesWhatIsDrivenThere() {
        assertThat(StopCommand.arms(left, List.of()))
                .extracting(chosen -> chosen.arm().id())
                .containsExactly(LEFT);
    }

    @Test
    void aFolderThatNoProcessHasKnowsTheCellsOfItsConfiguration() throws IOException {
        Path data = Files.createDirectories(folder.resolve("stopped"));
        ArmPlace stopped = new ArmPlace(Optional.of(data), Optional.of(config));

        assertThat(stopped.names()).containsExactly("left", "right", "third");
        assertThat(stopped.obeysStopOf(THIRD)).isTrue();
        assertThat(StopCommand.arms(stopped, List.of())).hasSize(3);
    }

    @Test
    void aConfigurationIsLookedAtWithoutAFarmAndNothingIsMade() {
        Path none = folder.resolve("none");

        String said = said(0, "arms", "list", "--config", config.toString(), "--data", none.toString());

        assertThat(said.lines()).hasSize(3).allSatisfy(line -> assertThat(line).contains("cell", "not running"));
        assertThat(none).doesNotExist();
    }

    @Test
    void theMistakesOfAConfigurationComeBeforeAFolderThatHoldsNoFarm() throws IOException {
        Files.writeString(config, "cells:\n" + cell("left") + "armz: 3\n");
        Path none = folder.resolve("none");
        for (List<String> command : List.of(List.of("list"), List.of("check", "left"), List.of("watchdog", "left"))) {
            List<String> arguments = new ArrayList<>(List.of("arms"));
            arguments.addAll(command);
            arguments.addAll(List.of("--config", config.toString(), "--data", none.toString()));

            assertThat(said(2, arguments.toArray(String[]::new)))
                    .contains("armz")
                    .doesNotContain("holds no farm");
        }
        assertThat(none).doesNotExist();
    }

    private static String said(int code, String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            assertThat(ArmfarmCommand.execute(arguments)).isEqualTo(code);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
