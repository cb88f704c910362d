package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.controller.links.StoreAccess;
import armfarm.drivers.cell.CellConnection;
import armfarm.drivers.cell.RosArmCell;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import armfarm.messages.CameraInfo;
import armfarm.messages.JpegCodec;
import armfarm.messages.ObjectSet;
import armfarm.messages.RgbImage;
import armfarm.messages.cell.SceneRequest;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import armfarm.simulation.ObjectCatalog;
import armfarm.simulation.SimulatedArmNode;
import armfarm.simulation.SimulatedCells;
import armfarm.simulation.SimulationPace;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A farm that drives a cell it only knows from its configuration: another process's arm, without the simulator's extras. */
@Tag("sim")
class CellFarmIT {
    private static final ArmId ARM = new ArmId("lab_arm");

    private final RosMaster master = RosMaster.start(RosHost.loopback(), 0);
    private SimulatedArmNode arm;
    private String config;

    @TempDir
    Path temp;

    @BeforeEach
    void startsTheLab() throws IOException {
        arm = SimulatedArmNode.start(
                new SimulatedArmNode.Config(
                        ARM, ObjectCatalog.defaults(), 128, 128, 1, SimulationPace.asFastAsPossible()),
                master.uri(),
                RosHost.loopback());
        fillTheBin();
        try (InputStream urdf = CellFarmIT.class.getResourceAsStream("/simulated_arm.urdf")) {
            Files.write(temp.resolve("arm.urdf"), urdf.readAllBytes());
        }
        config = Files.writeString(temp.resolve("farm.yaml"), """
            ros: {master_uri: "%s"}
            evaluation: {attempts: 10}
            learning: {random_attempts: 100000}
            cells:
              - arm: lab_arm
                topics:
                  gripper_state: gripper/state
                  image: camera/image_raw
                  camera_info: camera/camera_info
                  camera_in_base: camera/camera_in_base
                  camera_trigger: camera/trigger
                actions:
                  trajectory: arm_controller/follow_joint_trajectory
                  gripper: gripper_controller/gripper_cmd
                kinematics:
                  urdf: arm.urdf
                  base: base
                  tip: gripper
                  rest_rad: [-0.75, 0.85, 1.05, -1.6, -0.80, 1.03, 0.55]
                camera: {stamps: robot_clock, min_rate_hz: 0, crop_px: [4, 4, 120, 120], size_px: [96, 96]}
                gripper: {joint: gripper_opening, open_m: 0.085}
                workspace:
                  x_m: [0.45, 0.65]
                  y_m: [-0.10, 0.10]
                  z_m: [0.004, 0.030]
                  home_m_rad: [0.45, -0.36, 0.30, 0]
                safety: {max_speed_mps: 1.0}
                speeds: {free_mps: 1.5, carry_mps: 1.0, near_bin_mps: 0.6, joint_radps: 4}
            """.formatted(master.uri()))
                .toString();
    }

    /** As a person would. */
    private void fillTheBin() {
        try (RosArmCell cell = RosArmCell.connect(
                SimulatedCells.spec(ARM), CellConnection.local(master.uri()), InstantSource.system())) {
            cell.arrangeScene(new SceneRequest(SceneRequest.Kind.NEW_OBJECTS, ObjectSet.TRAINING, 7));
        }
    }

    @AfterEach
    void stops() {
        arm.close();
        master.close();
    }

    @Test
    void practisesOnACellFromTheConfigurationAndObeysAStop() throws IOException {
        String data = temp.resolve("data").toString();

        FarmProcess check = FarmProcess.run(temp, "arms", "check", "lab-arm", "--config", config, "--move", "--json");
        FarmProcess up =
                FarmProcess.run(temp, "up", "--until", "attempts=25", "--data", data, "--config", config, "--json");
        FarmProcess stop =
                FarmProcess.run(temp, "stop", "lab_arm", "--reason", "cleaning", "--data", data, "--config", config);
        FarmProcess held = FarmProcess.run(temp, "up", "--for", "8s", "--data", data, "--config", config, "--json");
        FarmProcess list = FarmProcess.run(temp, "arms", "list", "--data", data, "--config", config, "--json");
        FarmProcess reset = FarmProcess.run(temp, "arms", "reset", "lab_arm", "--data", data);
        FarmProcess again =
                FarmProcess.run(temp, "up", "--until", "attempts=30", "--data", data, "--config", config, "--json");

        assertThat(check.json().path("ok").asBoolean())
                .as(check.json().toString())
                .isTrue();
        assertThat(check.awaitExit(1)).isZero();
        assertThat(check.json().toString()).contains("rgb8 of 128 x 128 becomes 96 x 96");
        assertThat(storedSize(temp.resolve("data")))
                .isEqualTo("96x96 pixels in images, 96x96 in the camera's calibration");
        JsonNode report = up.json();
        assertThat(report.path("collected").asLong()).isEqualTo(25);
        assertThat(report.path("attempts")).isEqualTo(report.path("stored"));
        assertThat(report.path("aborted").asLong()).as(report.toString()).isLessThanOrEqualTo(2);
        assertThat(up.err()).contains("1 cell: lab_arm");
        assertThat(stop.awaitExit(1)).as(stop.err()).isZero();
        assertThat(held.json().path("collected").asLong()).isEqualTo(25);
        assertThat(list.json().get(0).path("stopped").asText()).contains("cleaning");
        assertThat(reset.awaitExit(1)).isZero();
        assertThat(again.json().path("collected").asLong()).isEqualTo(30);
    }

    /** Of the first frame of some attempt. */
    private static String storedSize(Path data) {
        return StoreAccess.ask(data, store -> {
            AttemptId attempt = store.episodes().startingWith("", 1).get(0);
            RgbImage image = JpegCodec.decode(store.episodes()
                    .image(store.episodes().frames(attempt).get(0).image()));
            CameraInfo camera =
                    store.episodes().attempt(attempt).orElseThrow().started().camera();
            return image.width() + "x" + image.height() + " pixels in images, " + camera.widthPixels() + "x"
                    + camera.heightPixels() + " in the camera's calibration";
        });
    }

    @Test
    void checksTheArmOfARunningFarmWithoutConfiguration() throws IOException {
        String data = temp.resolve("simulated").toString();
        String quick = Files.writeString(temp.resolve("quick.yaml"), "learning: {random_attempts: 100000}\n")
                .toString();
        FarmProcess up = FarmProcess.start(temp, "up", "--arms", "2", "--data", data, "--config", quick);
        try {
            up.awaitErr("Ctrl-C stops.", 120);

            FarmProcess check = FarmProcess.run(temp, "arms", "check", "arm-1", "--data", data, "--json");
            FarmProcess unknown = FarmProcess.run(temp, "arms", "check", "arm-7", "--data", data);

            assertThat(check.json().path("arm").asText()).isEqualTo("arm_1");
            assertThat(check.json().path("ok").asBoolean())
                    .as(check.json().toString())
                    .isTrue();
            assertThat(unknown.awaitExit(1)).isEqualTo(2);
            assertThat(unknown.err()).contains("There is no arm 'arm-7': known are [arm_1, arm_2]");
        } finally {
            up.kill();
        }
    }
}
