package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small farm's models: their cards, and their trainings once more. */
@Tag("sim")
class ModelCommandIT {
    @TempDir
    Path temp;

    @Test
    void aModelHasACardAndItsTrainingGivesTheSameWeightsAgain() throws IOException {
        String data = temp.resolve("farm").toString();
        String config = Files.writeString(temp.resolve("farm.yaml"), """
                evaluation: {attempts: 0}
                learning: {random_attempts: 80, min_round: 20, max_round: 20, fresh_growth: 3, min_draws: 640}
                storage: {min_free_mb: 1}
                """).toString();
        run("up", "--until", "attempts=120", "--arms", "2", "--seed", "5", "--data", data, "--config", config);
        JsonNode models = run(
                        "query",
                        "--sql",
                        "select version, metrics from models order by round",
                        "--data",
                        data,
                        "--json")
                .json()
                .path("rows");
        assertThat(models).hasSizeGreaterThanOrEqualTo(2);
        String first = models.get(0).path("version").asText();
        String second = models.get(1).path("version").asText();

        card(data, first, second, models.get(1).path("metrics"));
        repeat(data, first);
        JsonNode warm = repeat(data, second);
        assertThat(warm.at("/now/draws").asInt()).isEqualTo(640);
    }

    private void card(String data, String first, String second, JsonNode metrics) throws IOException {
        assertThat(run("model", "card", second, "--data", data).out()).contains(second + ".card.md");
        Path models = Path.of(data, "models");
        JsonNode card = new ObjectMapper()
                .readTree(models.resolve(second + ".card.json").toFile());

        assertThat(card.at("/model/version").asText()).isEqualTo(second);
        assertThat(card.at("/model/went_on_from").asText()).isEqualTo(first);
        assertThat(card.at("/model/began_anew_at").asLong())
                .isEqualTo(metrics.path("beganAnewAt").asLong());
        assertThat(card.at("/configuration/seed").asText()).isEqualTo(Integer.toString(5 * 7919 + 2));
        assertThat(card.at("/configuration/training/fresh/growth").asDouble()).isEqualTo(3);
        assertThat(card.at("/configuration/practice/search/kind").asText()).isEqualTo("elites");
        assertThat(card.at("/data/attempts").asInt())
                .isEqualTo(metrics.path("trainingExamples").asInt()
                        + metrics.path("validationExamples").asInt());
        assertThat(card.at("/data/sources/0/source").asText()).isEqualTo("embedded");
        JsonNode held = card.path("held_back");
        assertThat(held.at("/all/n").asInt())
                .isEqualTo(metrics.path("validationExamples").asInt());
        if (held.at("/all/n").asInt() > 0) {
            assertThat(held.at("/all/predicted_minus_achieved").asDouble())
                    .as("computed anew, as it was measured when it was trained")
                    .isCloseTo(metrics.path("predictedMinusAchieved").asDouble(), within(1e-6));
            assertThat(held.at("/calibration/attempts")).isEqualTo(held.at("/all/n"));
            assertThat(models.resolve(second + ".calibration.svg")).content().contains("Calibration: expected");
        }
        assertThat(models.resolve(second + ".card.md"))
                .content()
                .contains("# Model " + second, "went on from " + first, "armfarm model repeat " + second);
        JsonNode decided =
                run("model", "card", first, "--data", data, "--json").json().at("/decided/0");
        assertThat(decided.path("purpose").asText()).isEqualTo("collection");
        assertThat(decided.at("/measured/n").asInt()).isPositive();
        assertThat(models.resolve(first + ".card.json")).as("only printed").doesNotExist();
    }

    private JsonNode repeat(String data, String model) throws IOException {
        JsonNode repeated =
                run("model", "repeat", model, "--data", data, "--json").json();
        assertThat(repeated.path("model").asText()).isEqualTo(model);
        assertThat(repeated.path("weights_equal").asBoolean())
                .as(repeated.toString())
                .isTrue();
        assertThat(repeated.path("largest_weight_difference").asDouble()).isZero();
        assertThat(repeated.path("now")).isEqualTo(repeated.path("then"));
        assertThat(repeated.path("notes")).isEmpty();
        return repeated;
    }

    private FarmProcess run(String... arguments) throws IOException {
        return FarmProcess.run(temp, arguments);
    }
}
