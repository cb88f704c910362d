package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A farm whose arms get a depth camera and whose network is then given what it sees. */
@Tag("sim")
class DepthLearningIT {
    private static final String WITH_DEPTH = "simulation: {depth: true}\n";

    @TempDir
    Path temp;

    @Test
    void practisesTrainsAndIsEvaluatedWithDepthAndLeavesOutAttemptsWithoutIt() throws IOException {
        String data = temp.resolve("farm").toString();
        JsonNode colors = up(data, config("colors", "random_attempts: 20, min_round: 100", 0, ""), 24);
        String config = config("depth", "input: rgbd, random_attempts: 20, min_round: 20", 4, WITH_DEPTH);

        JsonNode depth = up(data, config, 80);

        assertThat(colors.path("models").asInt()).isEqualTo(1);
        assertThat(depth.path("models").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(depth.path("success").path("policy_heldout").path("n").asInt())
                .isEqualTo(4);
        JsonNode own = run("data", "info", "--data", data, "--json")
                .json()
                .path("sources")
                .get(0);
        int without = own.path("not_trainable").path("no depth image").asInt();
        assertThat(without).isBetween(20, 32);
        assertThat(own.path("trainable").asInt()).isGreaterThanOrEqualTo(30);
        JsonNode set = run(
                        "query",
                        "--sql",
                        "select sources, attempts from models join training_sets t on t.id = training_set_id"
                                + " order by round desc limit 1",
                        "--data",
                        data,
                        "--json")
                .json()
                .path("rows")
                .get(0);
        assertThat(set.path("sources").asText()).startsWith("own=1.0 within ").endsWith(" with depth");
        assertThat(set.path("attempts").asInt())
                .isBetween(20, own.path("trainable").asInt());
        JsonNode evaluated = run("eval", "newest", "random", "--data", data, "--attempts", "4", "--json")
                .json();
        assertThat(evaluated.at("/policies/0/n").asInt()).isEqualTo(4);
        assertThat(evaluated.at("/policies/0/predicted").isNumber()).isTrue();
        assertThat(run("model", "card", "--data", data, "--json")
                        .json()
                        .at("/model/version")
                        .asText())
                .as("the card of a model that sees depth")
                .startsWith("m000");
        replays(data, config);
    }

    private void replays(String data, String config) throws IOException {
        String attempt = run(
                        "query",
                        "--sql",
                        "select attempt_id from grasps where model <> '' and not exploration order by started_at desc limit 1",
                        "--data",
                        data,
                        "--json")
                .json()
                .at("/rows/0/attempt_id")
                .asText();
        assertThat(run("replay", attempt, "--data", data, "--config", config, "--json")
                        .json()
                        .path("bit_equal")
                        .asBoolean())
                .as(attempt)
                .isTrue();
    }

    private JsonNode up(String data, String config, int attempts) throws IOException {
        return run("up", "--until", "attempts=" + attempts, "--arms", "2", "--data", data, "--config", config, "--json")
                .json();
    }

    private FarmProcess run(String... arguments) throws IOException {
        return FarmProcess.run(temp, arguments);
    }

    private String config(String name, String learning, int evaluation, String more) throws IOException {
        return Files.writeString(
                        temp.resolve(name + ".yaml"),
                        "evaluation: {attempts: " + evaluation + "}\nlearning: {" + learning
                                + "}\nstorage: {min_free_mb: 1}\n" + more)
                .toString();
    }
}
