package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The closed loop, small: a policy trained on a few hundred attempts must beat chance on objects it never saw. */
@Tag("sim")
class LearningIT {
    @TempDir
    Path temp;

    @Test
    void learnsToGraspHeldOutObjectsFarBetterThanChance() throws IOException {
        Path config = Files.writeString(temp.resolve("farm.yaml"), "evaluation: {attempts: 120}\n");

        FarmProcess farm = FarmProcess.start(
                temp,
                "up",
                "--until",
                "attempts=900",
                "--seed",
                "5",
                "--data",
                temp.resolve("data").toString(),
                "--config",
                config.toString(),
                "--json");
        int exitCode = farm.awaitExit(900);
        JsonNode report = farm.json();
        JsonNode random = report.path("success").path("random");
        JsonNode policy = report.path("success").path("policy_heldout");

        assertThat(exitCode).as(farm.err()).isZero();
        assertThat(report.path("models").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(random.path("n").asInt()).isEqualTo(120);
        assertThat(policy.path("n").asInt()).isEqualTo(120);
        assertThat(policy.path("low").asDouble())
                .as("lower bound of the model against upper bound of chance: %s", report)
                .isGreaterThan(random.path("high").asDouble());
        assertThat(policy.path("rate").asDouble())
                .isGreaterThan(2 * random.path("rate").asDouble());
        replaysItsDecisions(config.toString());
        namesWhatAModelWasTrainedOn();
        showsASearchOnlyAtTheStepItWasMadeFor();
        predictsOfEveryGraspThatAModelChoseHowItEnds();
    }

    private void predictsOfEveryGraspThatAModelChoseHowItEnds() throws IOException {
        JsonNode counts = FarmProcess.run(
                        temp,
                        "query",
                        "--sql",
                        "select count(predicted) as predicted, count(predicted_cause) as causes, count(*) filter (where"
                                + " abs(predicted + predicted_empty + predicted_slipped + predicted_blocked - 1) < 1e-9)"
                                + " as whole from grasps",
                        "--data",
                        temp.resolve("data").toString(),
                        "--json")
                .json()
                .path("rows")
                .get(0);

        assertThat(counts.path("predicted").asLong()).isGreaterThan(120);
        assertThat(counts.path("causes")).isEqualTo(counts.path("predicted"));
        assertThat(counts.path("whole")).isEqualTo(counts.path("predicted"));
    }

    private void showsASearchOnlyAtTheStepItWasMadeFor() throws IOException {
        JsonNode steps = FarmProcess.run(
                        temp,
                        "query",
                        "--sql",
                        "select step, count(*) as steps, count(cem_seed) as seeds, count(settings) as settings,"
                                + " count(predicted) > 0 as predicted from grasp_steps group by step order by step",
                        "--data",
                        temp.resolve("data").toString(),
                        "--json")
                .json()
                .path("rows");

        assertThat(steps).hasSize(2);
        assertThat(steps.get(0).path("seeds")).isEqualTo(steps.get(0).path("steps"));
        assertThat(steps.get(0).path("settings")).isEqualTo(steps.get(0).path("steps"));
        assertThat(steps.get(0).path("predicted").asBoolean()).isTrue();
        assertThat(steps.get(1).path("seeds").asLong()).isZero();
        assertThat(steps.get(1).path("settings").asLong()).isZero();
        assertThat(steps.get(1).path("predicted").asBoolean()).isFalse();
    }

    private void namesWhatAModelWasTrainedOn() throws IOException {
        String data = temp.resolve("data").toString();
        JsonNode model = FarmProcess.run(
                        temp,
                        "query",
                        "--sql",
                        "select m.version, t.attempts, t.successes from models m join training_sets t"
                                + " on t.id = m.training_set_id order by m.version",
                        "--data",
                        data,
                        "--json")
                .json()
                .path("rows")
                .get(0);

        FarmProcess snapshot = FarmProcess.run(
                temp,
                "snapshot",
                "create",
                "of-the-first",
                "--model",
                model.path("version").asText(),
                "--data",
                data,
                "--json");

        assertThat(snapshot.json().path("model")).isEqualTo(model.path("version"));
        assertThat(snapshot.json().path("attempts")).isEqualTo(model.path("attempts"));
        assertThat(snapshot.json().path("successes")).isEqualTo(model.path("successes"));
    }

    /** A model's, exploration's and chance's: each comes out again bit by bit, from what is stored. */
    private void replaysItsDecisions(String config) throws IOException {
        String data = temp.resolve("data").toString();
        for (String who : List.of("model!=''", "purpose='evaluation' and model!=''", "exploration=true", "model=''")) {
            FarmProcess found = FarmProcess.run(
                    temp, "query", "--where", who, "--columns", "attempt_id", "--limit", "2", "--data", data, "--json");
            assertThat(found.json().path("count").asInt()).as(who).isEqualTo(2);
            for (JsonNode row : found.json().path("rows")) {
                FarmProcess replay = FarmProcess.run(
                        temp, "replay", row.path("attempt_id").asText(), "--config", config, "--data", data, "--json");
                assertThat(replay.json().path("bit_equal").asBoolean())
                        .as(replay.json().toString())
                        .isTrue();
                assertThat(replay.json().path("elites").isEmpty())
                        .as("a model's choice was searched")
                        .isEqualTo(!who.contains("model!=''"));
            }
        }
    }
}
