package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import armfarm.controller.base.DataFolder;
import armfarm.policy.FeatureSpec;
import armfarm.policy.network.Dl4jEngines;
import armfarm.policy.network.LearningEngine;
import armfarm.policy.network.NetworkConfig;
import armfarm.policy.practice.GraspSpaces;
import armfarm.policy.release.ModelArtifact;
import armfarm.policy.release.ModelRegistry;
import armfarm.policy.training.TrainedModel;
import armfarm.policy.training.TrainingConfig;
import armfarm.policy.training.TrainingMetrics;
import armfarm.simulation.SimulatedArm;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With models that have learned nothing: what is tested is that they are found, asked and reported. */
@Tag("sim")
class EvalCommandIT {
    @TempDir
    private static Path farm;

    private static String older;
    private static String newest;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeModels() throws Exception {
        DataFolder.open(farm.resolve("data")).close();
        older = add(1, "data/models");
        newest = add(2, "data/models");
    }

    private static String add(int round, String models) {
        Dl4jEngines engines = new Dl4jEngines();
        FeatureSpec features = FeatureSpec.of(GraspSpaces.of(SimulatedArm.WORKSPACE));
        try (LearningEngine engine = engines.newEngine(features, NetworkConfig.defaults(), round)) {
            TrainedModel trained = new TrainedModel(
                    features,
                    engine.exportWeights(),
                    new TrainingMetrics(10, 2, 12, 64, 1.5, 0.6, Double.NaN, 0.7, 0.1, List.of(), null),
                    "set-1",
                    "0".repeat(64),
                    engines.network(),
                    TrainingConfig.defaults());
            return new ModelRegistry(farm.resolve(models), features, engines)
                    .add(ModelArtifact.of(round, trained, engines.description(), "a version", Instant.EPOCH))
                    .version()
                    .name();
        }
    }

    @Test
    void evaluatesTheNewestModelOfAFolderBesideChanceInTheSameScenes() throws Exception {
        Path plot = folder.resolve("plot.svg");

        JsonNode report = evaluate(
                "newest", "random", "--data", data(), "--attempts", "6", "--seeds", "2", "--plot", plot.toString());

        JsonNode model = report.at("/policies/0");
        assertThat(model.path("policy").asText()).isEqualTo(newest);
        assertThat(model.path("objects").asText()).isEqualTo("heldout");
        assertThat(model.path("n").asInt()).isEqualTo(12);
        assertThat(model.path("low").asDouble())
                .isLessThanOrEqualTo(model.path("rate").asDouble());
        assertThat(model.path("predicted_minus_achieved").asDouble())
                .isCloseTo(
                        model.path("predicted").asDouble() - model.path("rate").asDouble(), within(2e-4));
        assertThat(model.path("by_seed")).hasSize(2);
        assertThat(model.at("/failures/empty").asInt()
                        + model.at("/failures/slipped").asInt()
                        + model.at("/failures/blocked").asInt())
                .isEqualTo((int) Math.round(12 * (1 - model.path("rate").asDouble())));
        assertThat(report.at("/policies/1/predicted").isNull()).isTrue();
        assertThat(report.at("/paired/0/b").asText()).isEqualTo("random");
        assertThat(Files.readString(plot)).contains("First grasps in simulated bins", newest);
    }

    @Test
    void aVersionAndItsFileAreTheSameAndChooseTheSame() throws Exception {
        String file = farm.resolve("data/models/" + older + ".model.zip").toString();

        JsonNode report = evaluate(
                older, file, "--data", data(), "--attempts", "4", "--objects", "kind:hammer", "--search", "collecting");

        assertThat(report.at("/policies/0")).isEqualTo(report.at("/policies/1"));
        assertThat(report.at("/policies/0/by_kind/0/kind").asText()).isEqualTo("hammer");
        assertThat(report.at("/paired/0/a_only").asInt()).isZero();
    }

    @Test
    void findsAModelThatWasNotReleasedByItsVersionButNotAsTheNewest() throws Exception {
        String refused = add(3, "data/models/refused");

        assertThat(evaluate(refused, "--data", data(), "--attempts", "1")
                        .at("/policies/0/policy")
                        .asText())
                .isEqualTo(refused);
        assertThat(evaluate("newest", "--data", data(), "--attempts", "1")
                        .at("/policies/0/policy")
                        .asText())
                .isEqualTo(newest);
    }

    @Test
    void peopleReadATable() {
        assertThat(run("eval", "oracle", "random", "--attempts", "4", "--objects", "heldout-kinds"))
                .isZero();

        assertThat(text(printed))
                .contains("objects of the set heldout-kinds", "oracle", "closed on nothing", "aimed at: ")
                .contains("oracle against random: ", "exact sign test");
    }

    @Test
    void saysWhichModelsThereAreWhenOneIsNot() {
        assertThat(run("eval", "m0009-00000000", "--data", data())).isEqualTo(2);

        assertThat(text(complained)).contains("There is no model 'm0009-00000000'", older + " to " + newest);
    }

    @Test
    void refusesAFileThatIsNoModelAndSetsThatThereAreNot() throws Exception {
        Path file = Files.writeString(folder.resolve("x.model.zip"), "not a model");

        assertThat(run("eval", file.toString())).isEqualTo(4);
        assertThat(run("eval", "random", "--objects", "kind:cup")).isEqualTo(2);
        assertThat(text(complained)).contains("found 'kind:cup', expected heldout, training, heldout-kinds, or kind:");
    }

    private String data() {
        return farm.resolve("data").toString();
    }

    private JsonNode evaluate(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 2];
        all[0] = "eval";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 1] = "--json";
        assertThat(run(all)).as(() -> text(complained)).isZero();
        return new ObjectMapper().readTree(text(printed));
    }

    private int run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        printed.reset();
        complained.reset();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        try {
            return ArmfarmCommand.execute(arguments);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
