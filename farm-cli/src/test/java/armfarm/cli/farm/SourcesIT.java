package armfarm.cli.farm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A farm that trains on its own practice and on what another one exported. */
@Tag("sim")
class SourcesIT {
    @TempDir
    Path temp;

    @Test
    void trainsOnAnImportedDataSetAndSaysHowMuchOfIt() throws IOException {
        String other = temp.resolve("other").toString();
        String data = temp.resolve("farm").toString();
        String lab = temp.resolve("lab").toString();
        up(other, config("other", "random_attempts: 100000"), 30);
        run("snapshot", "create", "all", "--data", other);
        run("export", "--snapshot", "all", "--format", "brain2016", "-o", lab, "--data", other);
        JsonNode imported = run("import", "--format", "brain2016", lab, "--name", "lab_2016", "--data", data, "--json")
                .json();

        String config = config("mixed", "random_attempts: 20, sources: {own: 1, \"imported:lab_2016\": 0.5}");
        JsonNode report = up(data, config, 24);

        JsonNode info = run("data", "info", "--data", data, "--json").json();
        JsonNode own = source(info, "embedded");
        JsonNode others = source(info, "imported:lab_2016");
        assertThat(report.path("models").asInt()).isPositive();
        assertThat(imported.path("attempts_stored").asInt()).isGreaterThan(20);
        assertThat(others.path("trainable").asInt())
                .isEqualTo(imported.path("attempts_stored").asInt());
        assertThat(others.path("share_of_draws").asDouble()).isEqualTo(0.5 / 1.5);
        assertThat(others.path("chosen_as").asText()).isEqualTo("imported:lab_2016");
        assertThat(own.path("trainable").asInt()).isGreaterThanOrEqualTo(20);
        assertThat(own.path("share_of_draws").asDouble()).isEqualTo(1 / 1.5);
        assertThat(info.path("learning_sources").path("imported:lab_2016").asDouble())
                .isEqualTo(0.5);
        JsonNode set = run(
                        "query",
                        "--sql",
                        "select sources, attempts, metrics from models join training_sets t on t.id = training_set_id"
                                + " order by round limit 1",
                        "--data",
                        data,
                        "--json")
                .json()
                .path("rows")
                .get(0);
        assertThat(set.path("sources").asText()).startsWith("imported:lab_2016=0.5 own=1.0 within ");
        assertThat(set.path("attempts").asInt())
                .isGreaterThanOrEqualTo(20 + others.path("trainable").asInt());
        assertThat(set.path("metrics").path("sources").findValuesAsText("source"))
                .containsExactly("imported:lab_2016", "own");
        assertThat(run("data", "info", "--data", data).out())
                .contains("learning.sources: imported:lab_2016 0.5, own 1")
                .contains("33.3 % of the draws, as 'imported:lab_2016'");
    }

    private static JsonNode source(JsonNode info, String name) {
        for (JsonNode source : info.path("sources")) {
            if (source.path("source").asText().equals(name)) {
                return source;
            }
        }
        throw new AssertionError("no source " + name + " in " + info);
    }

    private JsonNode up(String data, String config, int attempts) throws IOException {
        return run("up", "--until", "attempts=" + attempts, "--arms", "2", "--data", data, "--config", config, "--json")
                .json();
    }

    private FarmProcess run(String... arguments) throws IOException {
        return FarmProcess.run(temp, arguments);
    }

    private String config(String name, String learning) throws IOException {
        return Files.writeString(
                        temp.resolve(name + ".yaml"),
                        "evaluation: {attempts: 0}\nlearning: {" + learning + "}\nstorage: {min_free_mb: 1}\n")
                .toString();
    }
}
