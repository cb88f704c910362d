package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.messages.ArmId;
import armfarm.ros.RosHost;
import armfarm.ros.RosMaster;
import armfarm.simulation.gazebo.GazeboServer;
import armfarm.simulation.gazebo.GazeboTree;
import armfarm.simulation.gazebo.GazeboWorld;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The whole farm with Gazebo's arms: a world that dies, one round of learning, its model on the arms; a world of others. */
@Tag("gazebo")
class GazeboFarmIT {
    private static final int ATTEMPTS = 110;

    /** Logs and last images stay where the test failed. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path temp;

    @RegisterExtension
    final FarmEvidence evidence = new FarmEvidence();

    @Test
    void practisesWithDepthLearnsAndPractisesWithWhatItLearned() throws IOException {
        Path config = Files.writeString(temp.resolve("farm.yaml"), """
                simulation: {depth: true}
                learning: {random_attempts: 60, min_round: 700, input: rgbd}
                evaluation: {attempts: 0}
                """);
        String data = temp.resolve("data").toString();

        FarmProcess farm = FarmProcess.start(
                temp,
                "up",
                "--sim",
                "gazebo",
                "--arms",
                "4",
                "--until",
                "attempts=" + ATTEMPTS,
                "--data",
                data,
                "--config",
                config.toString(),
                "--json");
        evidence.lookAt(temp);
        evidence.watch(farm);
        farm.awaitErr("practising", 600);
        evidence.seeImages(Path.of(data));
        farm.awaitMilliseconds(10_000);
        killGazebo();
        int exitCode = farm.awaitExit(1200);
        JsonNode report = farm.json();

        assertThat(exitCode).as(farm.err()).isZero();
        assertThat(farm.err()).contains("starting the world again");
        assertThat(report.path("collected").asInt()).isGreaterThanOrEqualTo(ATTEMPTS);
        assertThat(report.path("attempts").asInt())
                .isEqualTo(
                        report.path("stored").asInt() + report.path("rejected").asInt());
        assertThat(report.path("models").asInt()).isPositive();
        assertThat(report.path("success").path("by_model").findValues("n"))
                .as("a model was swapped in and used: %s", report)
                .anyMatch(n -> n.asInt() > 0);
        assertThat(report.path("label_agreement").asDouble())
                .as("both sensor rules against the simulator")
                .isGreaterThanOrEqualTo(0.9);
        assertThat(report.path("real_time_factor").asDouble()).isPositive();

        JsonNode rows = FarmProcess.run(
                        temp,
                        "query",
                        "--sql",
                        "select arm, outcome, count(*) as n from grasps where outcome != 'aborted' group by 1, 2",
                        "--data",
                        data,
                        "--json")
                .json()
                .path("rows");
        Map<String, Integer> byArm = new HashMap<>();
        Map<String, Integer> byOutcome = new HashMap<>();
        for (JsonNode row : rows) {
            int n = row.path("n").asInt();
            byArm.merge(row.path("arm").asText(), n, Integer::sum);
            byOutcome.merge(row.path("outcome").asText(), n, Integer::sum);
        }
        assertThat(byArm).hasSize(4).allSatisfy((arm, n) -> assertThat(n).isGreaterThan(ATTEMPTS / 10));
        assertThat(byOutcome).containsKeys("success", "failure");
        JsonNode images = FarmProcess.run(
                        temp,
                        "query",
                        "--sql",
                        "select count(*) as images, count(depth_byte_count) as depths from frames",
                        "--data",
                        data,
                        "--json")
                .json()
                .path("rows")
                .get(0);
        assertThat(images.path("depths").asInt())
                .isEqualTo(images.path("images").asInt())
                .isGreaterThan(2 * ATTEMPTS);
        assertThat(FarmProcess.run(temp, "fsck", "--data", data, "--json").awaitExit(1))
                .isZero();
    }

    @Test
    void practisesInAWorldThatRunsAlreadyAndLeavesItRunning() throws IOException {
        evidence.lookAt(temp);
        Path root = Path.of("").toAbsolutePath().getParent();
        GazeboTree tree = GazeboTree.prepare(
                root.resolve("docker/gazebo"), root.resolve(".cache/gazebo"), temp.resolve("gazebo-tree.log"));
        try (RosMaster master = RosMaster.start(RosHost.loopback(), 0);
                GazeboServer world = GazeboServer.start(
                        tree,
                        GazeboWorld.of(List.of(new ArmId("arm_1")), 128, 128, 3).withMaxSpeed(0),
                        temp.resolve("world"),
                        master.uri(),
                        RosHost.loopback())) {
            Path config = Files.writeString(temp.resolve("farm.yaml"), """
                    farm: {arms: 1}
                    evaluation: {attempts: 0}
                    simulation: {kind: gazebo, gazebo: {world: running}}
                    ros: {master_uri: "%s"}
                    """.formatted(master.uri()));

            FarmProcess farm = FarmProcess.start(
                    temp,
                    "up",
                    "--until",
                    "attempts=5",
                    "--data",
                    temp.resolve("data").toString(),
                    "--config",
                    config.toString(),
                    "--json");
            evidence.watch(farm);

            assertThat(farm.awaitExit(600)).as(farm.err()).isZero();
            assertThat(farm.json().path("collected").asInt()).isGreaterThanOrEqualTo(5);
            assertThat(farm.json().path("real_time_factor").asDouble()).isPositive();
            assertThat(world.problem()).as("the world goes on").isEmpty();
            assertThat(temp.resolve("data/gazebo")).doesNotExist();
        }
    }

    @Test
    void benchSeesEveryImageAndLosesNoAttempt() throws IOException {
        evidence.lookAt(temp);

        FarmProcess bench = FarmProcess.start(
                temp,
                "bench",
                "gazebo",
                "--arms",
                "2",
                "--image",
                "128x96",
                "--camera-hertz",
                "5",
                "--step-ms",
                "4",
                "--simulated-seconds",
                "20",
                "--data",
                temp.resolve("bench").toString(),
                "--json");
        evidence.watch(bench);
        assertThat(bench.awaitExit(600)).as(bench.err()).isZero();
        JsonNode report = bench.json();

        assertThat(report.path("image").asText()).isEqualTo("128x96");
        assertThat(report.path("lost").asInt(-1)).isZero();
        assertThat(report.path("world_restarts").asInt(-1)).isZero();
        assertThat(report.path("attempts").asInt()).isPositive();
        assertThat(report.path("stored").asInt()).isPositive();
        assertThat(report.path("simulated_seconds").asDouble()).isGreaterThanOrEqualTo(20);
        assertThat(report.path("seen_hertz").asDouble()).as("%s", report).isBetween(4.0, 6.0);
        assertThat(report.path("seen_hertz_lowest").asDouble()).as("%s", report).isBetween(4.0, 6.0);
        assertThat(report.path("real_time_factor").asDouble()).isPositive();
    }

    private static void killGazebo() {
        ProcessHandle gazebo = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("gzserver"))
                .findFirst()
                .orElseThrow();
        assertThat(gazebo.destroyForcibly()).isTrue();
    }
}
