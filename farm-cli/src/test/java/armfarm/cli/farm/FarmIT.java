package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole farm through its own command line: real ROS, Kafka, PostgreSQL and physics. */
@Tag("sim")
class FarmIT {
    private static final String[] NO_EVALUATION = {"evaluation: {attempts: 0}", "learning: {random_attempts: 100000}"};
    private static final long KILL_SEED = 20_261_122L;
    private static final int KILLS = 10;

    @TempDir
    Path temp;

    @Test
    void practisesStoresResumesAndChecksOut() throws IOException {
        Path data = temp.resolve("farm data");
        String config = config(NO_EVALUATION);

        FarmProcess first = FarmProcess.run(
                temp,
                "up",
                "--until",
                "attempts=40",
                "--arms",
                "2",
                "--data",
                data.toString(),
                "--config",
                config,
                "--json");
        FarmProcess second = FarmProcess.run(
                temp,
                "up",
                "--until",
                "attempts=60",
                "--arms",
                "2",
                "--data",
                data.toString(),
                "--config",
                config,
                "--json");
        FarmProcess status = FarmProcess.run(temp, "status", "--data", data.toString(), "--json");
        FarmProcess fsck = FarmProcess.run(temp, "fsck", "--data", data.toString(), "--json");

        assertAccounts(first.json());
        assertThat(first.json().path("collected").asLong()).isBetween(40L, 41L);
        assertThat(second.err()).contains("resuming");
        assertThat(second.json().path("collected").asLong()).isBetween(60L, 61L);
        assertThat(second.json().path("success").path("random").path("n").asLong())
                .isGreaterThanOrEqualTo(60);
        for (String key :
                new String[] {"attempts", "stored", "rejected", "aborted", "duplicates", "models", "success"}) {
            assertThat(status.json().path(key)).as(key).isEqualTo(second.json().path(key));
        }
        assertThat(fsck.json().path("ok").asBoolean()).isTrue();
        assertThat(fsck.json().path("attempts")).isEqualTo(second.json().path("stored"));
        assertThat(fsck.json().path("frames").asLong()).isGreaterThanOrEqualTo(120);
    }

    @Test
    void survivesKillsAtRandomMomentsWithoutAManualStep() throws IOException {
        Path data = temp.resolve("killed");
        String config = config(NO_EVALUATION);
        Random moments = new Random(KILL_SEED);

        for (int i = 0; i < KILLS; i++) {
            FarmProcess victim =
                    FarmProcess.start(temp, "up", "--arms", "2", "--data", data.toString(), "--config", config);
            if (i % 3 != 2) {
                victim.awaitErr("Ctrl-C stops.", 120);
            }
            victim.awaitMilliseconds(moments.nextInt(4_000));
            victim.kill();
        }
        FarmProcess last = FarmProcess.run(
                temp,
                "up",
                "--until",
                "attempts=60",
                "--arms",
                "2",
                "--data",
                data.toString(),
                "--config",
                config,
                "--json");
        FarmProcess fsck = FarmProcess.run(temp, "fsck", "--data", data.toString(), "--json");

        assertAccounts(last.json());
        assertThat(last.json().path("stored").asLong()).isGreaterThan(50);
        assertThat(last.json().path("aborted").asLong()).isLessThanOrEqualTo(2L * KILLS);
        assertThat(fsck.json().path("ok").asBoolean()).isTrue();
        assertThat(fsck.json().path("duplicate_ids").asLong()).isZero();
    }

    @Test
    void stopsWithinTenSecondsAndRefusesASecondOwner() throws IOException {
        Path data = temp.resolve("stopped");
        FarmProcess farm = FarmProcess.start(
                temp, "up", "--arms", "2", "--data", data.toString(), "--config", config(NO_EVALUATION), "--json");
        farm.awaitErr("Ctrl-C stops.", 120);
        farm.awaitMilliseconds(2_000);

        FarmProcess intruder = FarmProcess.run(temp, "up", "--data", data.toString());
        farm.terminate();

        assertThat(farm.awaitExit(10)).isZero();
        assertAccounts(farm.json());
        assertThat(intruder.awaitExit(1)).isEqualTo(5);
        assertThat(intruder.err()).contains("is in use by process").contains("http://127.0.0.1:");
    }

    @Test
    void saysWhatIsWrongWithBadInput() throws IOException {
        Path newer = Files.createDirectories(temp.resolve("newer"));
        Files.writeString(newer.resolve("VERSION"), "99\n");
        try (ServerSocket taken = new ServerSocket(0)) {
            FarmProcess portInUse = FarmProcess.run(
                    temp,
                    "up",
                    "--data",
                    temp.resolve("port").toString(),
                    "--port",
                    Integer.toString(taken.getLocalPort()));

            assertThat(portInUse.awaitExit(1)).isEqualTo(5);
            assertThat(portInUse.err()).contains("port is in use").contains("--port");
        }
        assertRefused(2, "'--armz'", "up", "--armz", "3");
        assertRefused(2, "expected attempts=N", "up", "--until", "soon");
        assertRefused(2, "farm.wings: unknown key", "up", "--config", config("farm: {wings: 2}"));
        assertRefused(4, "version 99", "up", "--data", newer.toString());
        assertRefused(
                2, "holds no farm", "status", "--data", temp.resolve("nothing").toString());
    }

    @Test
    void refusesACorruptModelFileAndGoesOnWithoutIt() throws IOException {
        Path data = temp.resolve("model");
        Path models = Files.createDirectories(data.resolve("models"));
        Files.writeString(models.resolve("m0001-deadbeef.model.zip"), "not a model");

        FarmProcess farm = FarmProcess.run(
                temp,
                "up",
                "--until",
                "attempts=10",
                "--arms",
                "1",
                "--data",
                data.toString(),
                "--config",
                config(NO_EVALUATION),
                "--json");

        assertAccounts(farm.json());
        assertThat(Files.readString(data.resolve("logs").resolve("farm.log"))).contains("m0001-deadbeef");
        assertThat(farm.json().path("success").path("random_training").path("n").asLong())
                .isGreaterThanOrEqualTo(10);
    }

    @Test
    void armsWaitWhileTheDiskIsNearlyFull() throws IOException {
        String[] noRoom = {"storage: {min_free_mb: 100000000}", "evaluation: {attempts: 0}"};

        FarmProcess farm = FarmProcess.run(
                temp,
                "up",
                "--for",
                "3s",
                "--arms",
                "2",
                "--data",
                temp.resolve("full").toString(),
                "--config",
                config(noRoom),
                "--json");

        assertThat(farm.awaitExit(1)).isZero();
        assertThat(farm.json().path("attempts").asLong()).isZero();
        assertThat(farm.err()).contains("disk nearly full").contains("storage.min_free_mb");
    }

    @Test
    void aRunOfLimitedTimeEndsWithAnEvaluationOnHeldOutObjects() throws IOException {
        FarmProcess farm = FarmProcess.run(
                temp,
                "up",
                "--for",
                "25s",
                "--arms",
                "2",
                "--data",
                temp.resolve("limited").toString(),
                "--config",
                config("learning: {random_attempts: 40, min_round: 40}", "evaluation: {attempts: 20}"),
                "--json");

        assertAccounts(farm.json());
        assertThat(farm.json().path("models").asInt()).isPositive();
        assertThat(farm.json().path("success").path("random").path("n").asInt()).isEqualTo(20);
        assertThat(farm.json().path("success").path("policy_heldout").path("n").asInt())
                .isEqualTo(20);
    }

    private void assertRefused(int exitCode, String message, String... arguments) throws IOException {
        FarmProcess refused = FarmProcess.run(temp, arguments);

        assertThat(refused.awaitExit(1)).as(String.join(" ", arguments)).isEqualTo(exitCode);
        assertThat(refused.err()).contains(message).doesNotContain("Exception");
    }

    private static void assertAccounts(JsonNode report) {
        assertThat(report.path("attempts").asLong())
                .isPositive()
                .isEqualTo(
                        report.path("stored").asLong() + report.path("rejected").asLong());
        assertThat(report.path("rejected").asLong()).isZero();
    }

    private String config(String... lines) throws IOException {
        Path file = Files.createTempFile(temp, "farm", ".yaml");
        return Files.write(file, List.of(lines)).toString();
    }
}
