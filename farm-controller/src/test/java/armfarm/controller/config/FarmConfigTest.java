package armfarm.controller.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.controller.FarmArms;
import armfarm.episodes.s3.S3Settings;
import armfarm.messages.FarmException;
import armfarm.policy.CemConfig;
import armfarm.policy.EliteSearchConfig;
import armfarm.policy.NetworkInput;
import armfarm.policy.network.NetworkConfig;
import armfarm.policy.practice.PracticeConfig;
import armfarm.policy.training.TrainingConfig;
import armfarm.simulation.ObjectSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FarmConfigTest {
    @TempDir
    Path folder;

    @Test
    void simulatedArmsHaveDepthOnlyIfItIsSaid() throws IOException {
        assertThat(FarmConfig.defaults().simulation().depth()).isFalse();
        FarmConfig config = FarmConfig.read(file("simulation: {depth: true}\n"));
        assertThat(config.simulation().depth()).isTrue();
        assertThat(FarmArms.of(config).all())
                .allSatisfy(arm -> assertThat(arm.spec().topics().depth()).isPresent());
        assertThat(FarmArms.of(FarmConfig.defaults()).all())
                .allSatisfy(arm -> assertThat(arm.spec().topics().depth()).isEmpty());

        FarmConfig gazebo = FarmConfig.read(file("simulation: {depth: true, kind: gazebo}\n"));
        assertThat(FarmArms.of(gazebo).all())
                .allSatisfy(arm -> assertThat(arm.spec().topics().depth()).isPresent());
    }

    @Test
    void aNetworkSeesDepthOnlyWhereEveryArmHasADepthCamera() throws IOException {
        assertThat(FarmConfig.defaults().learning().input()).isEqualTo(NetworkInput.RGB);
        FarmConfig config = FarmConfig.read(file("simulation: {depth: true}\nlearning: {input: rgbd}\n"));
        assertThat(config.learning().input()).isEqualTo(NetworkInput.RGBD);

        Path withoutDepth = file("learning: {input: rgbd}\n");
        assertThatThrownBy(() -> FarmConfig.read(withoutDepth))
                .hasMessageContaining("learning.input: found rgbd, expected rgb where an arm has no depth camera")
                .hasMessageContaining("set simulation.depth: true for the simulated arms");
        Path unknown = file("learning: {input: depth}\n");
        assertThatThrownBy(() -> FarmConfig.read(unknown)).hasMessageContaining("learning.input: found");
    }

    @Test
    void emptyFileMeansDefaults() throws IOException {
        assertThat(FarmConfig.read(file("# nothing\n"))).isEqualTo(FarmConfig.defaults());
    }

    @Test
    void everyKeyIsMapped() throws IOException {
        Path file = file("""
                farm: {arms: 2, seed: 7}
                page: {host: 0.0.0.0, port: 9000, hosts: [farm.lab.example]}
                collection: {attempts_per_scene: 5, stir_after_failures: 3, exploration_share: 0.2, search: cross_entropy, candidates: 20}
                learning: {random_attempts: 50, round_growth: 0.25, min_round: 10, max_round: 99, peak_learning_rate: 0.001, warm_peak_learning_rate: 0.0005,
                    fresh_growth: 2, fresh_epochs: 5, fresh_max_draws: 600, epochs: 4, min_draws: 70, max_draws: 800, batch_size: 16,
                    final_learning_rate: 0.0001, label_smoothing: 0.1, crop_shift: 1, dropout: 0.2, l2: 0.01, auxiliary_weight: 0.3,
                    sources: {own: 1, "imported:lab_2016": 0.5}}
                evaluation: {attempts: 12}
                simulation: {kind: gazebo, image_pixels: 320x240, real_time: true, held_out_kinds: [box],
                    gazebo: {world: running, camera_hertz: 7.5, step_ms: 4}}
                ros: {master_uri: "http://a:11311", advertised_host: 10.0.0.1}
                kafka: {spool_max_mb: 9, bootstrap_servers: "b:9092", topic: lab.events}
                postgres: {jdbc_url: "jdbc:postgresql://c/d", user: e, password_file: /f}
                images: {folder: /mnt/shards, storage: s3, shard_mb: 8, s3: {endpoint: "http://g:9000", region: h, bucket: iii, prefix: j/k,
                    path_style: false, credentials_file: /l, keep_local_mb: 3}}
                storage: {min_free_mb: 1}
                """);

        FarmConfig config = FarmConfig.read(file);

        assertThat(config)
                .isEqualTo(new FarmConfig(
                        2,
                        List.of(),
                        7,
                        new FarmConfig.PageConfig("0.0.0.0", 9000, List.of("farm.lab.example")),
                        new PracticeConfig(5, 3, 0.2, CemConfig.defaults().withSamples(20), CemConfig.wide()),
                        new TrainingConfig(
                                        50,
                                        0.25,
                                        10,
                                        99,
                                        new TrainingConfig.FreshStart(2, 5, 600),
                                        new TrainingConfig.GoingOn(4, 70, 800, 0.0005),
                                        16,
                                        0.001,
                                        0.0001,
                                        new TrainingConfig.Regularisation(0.1, 1),
                                        new NetworkConfig(0.2, 0.01, 0.3))
                                .withSources(Map.of("own", 1.0, "imported:lab_2016", 0.5)),
                        new FarmConfig.EvaluationConfig(12),
                        new FarmConfig.SimulationConfig(
                                FarmConfig.SimulationKind.GAZEBO,
                                new ImageSize(320, 240),
                                true,
                                Set.of(ObjectSpec.Kind.BOX),
                                false,
                                new FarmConfig.GazeboConfig(FarmConfig.GazeboWorldSource.RUNNING, 7.5, 4)),
                        new FarmConfig.ConnectionConfig(
                                "http://a:11311",
                                "10.0.0.1",
                                "b:9092",
                                "lab.events",
                                "jdbc:postgresql://c/d",
                                "e",
                                "/f",
                                9),
                        new ImagesConfig(
                                "/mnt/shards",
                                ImagesConfig.Storage.S3,
                                8,
                                new S3Settings("http://g:9000", "h", "iii", "j/k", false, "/l"),
                                3),
                        1,
                        file.toString()));
    }

    @Test
    void listsAllProblemsAtOnce() throws IOException {
        Path file = file("""
                farm: {arms: many, colour: red}
                learning: 3
                collection: {exploration_share: 1.5}
                speed: 9
                """);

        assertThatThrownBy(() -> FarmConfig.read(file))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("5 problem(s)")
                .hasMessageContaining("farm.arms: found 'many', expected a whole number from 1 to 16")
                .hasMessageContaining("farm.colour: unknown key; known keys near it: farm.arms, farm.seed")
                .hasMessageContaining("learning: found '3', expected a section")
                .hasMessageContaining("collection.exploration_share: found '1.5'")
                .hasMessageContaining("speed: unknown key");
    }

    @Test
    void sourcesHaveWeightsOrAreAList() throws IOException {
        assertThat(FarmConfig.defaults().learning().sources()).isEqualTo(Map.of("own", 1.0));
        assertThat(FarmConfig.read(file("learning: {sources: [own, gazebo]}\n"))
                        .learning()
                        .sources())
                .isEqualTo(Map.of("own", 1.0, "gazebo", 1.0));
        assertThat(FarmConfig.read(file("learning:\n  sources:\n    own: 1\n    imported:lab.v1: 0.25\n"))
                        .learning()
                        .sources())
                .isEqualTo(Map.of("own", 1.0, "imported:lab.v1", 0.25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{gazbo: 1}", "{own: -1}", "{own: many}", "{own: 0}", "{}", "[]", "own", "[[own]]"})
    void saysWhatIsWrongWithSources(String sources) throws IOException {
        Path file = file("learning: {sources: " + sources + "}\n");

        assertThatThrownBy(() -> FarmConfig.read(file))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("1 problem(s)")
                .hasMessageContaining("learning.sources: found")
                .hasMessageContaining("expected");
    }

    @Test
    void roundsHaveALargestSizeThatIsNotBelowTheSmallest() throws IOException {
        Path file = file("learning: {min_round: 200, max_round: 150}\n");

        assertThatThrownBy(() -> FarmConfig.read(file))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("1 problem(s)")
                .hasMessageContaining("learning.max_round: found 150, expected learning.min_round (200) or more");
    }

    @Test
    void searchesAreAsWideAsTheFileSays() throws IOException {
        FarmConfig config = FarmConfig.read(file("""
                collection: {candidates: 32, refinements: 16, finalists: 0}
                evaluation: {candidates: 512, refinements: 256, finalists: 24}
                """));

        assertThat(config.collection().search())
                .isEqualTo(EliteSearchConfig.defaults().withBudget(32, 16, 0));
        assertThat(config.collection().wideSearch())
                .isEqualTo(EliteSearchConfig.defaults().withBudget(512, 256, 24));
    }

    @Test
    void aFitHasNoFinalists() throws IOException {
        Path file = file("""
                collection: {search: cross_entropy, finalists: 8}
                evaluation: {refinements: 64}
                learning: {min_draws: 9, max_draws: 8}
                """);

        assertThatThrownBy(() -> FarmConfig.read(file))
                .hasMessageContaining("3 problem(s)")
                .hasMessageContaining("collection.finalists")
                .hasMessageContaining("evaluation.refinements")
                .hasMessageContaining("the search 'cross_entropy' has none")
                .hasMessageContaining("learning.max_draws: found 8, expected learning.min_draws (9) or more");
    }

    @Test
    void noKindNeedsToBeHeldOut() throws IOException {
        assertThat(FarmConfig.defaults().simulation().heldOutKinds())
                .containsExactlyInAnyOrder(ObjectSpec.Kind.MUG, ObjectSpec.Kind.HAMMER);
        assertThat(FarmConfig.read(file("simulation: {held_out_kinds: []}\n"))
                        .simulation()
                        .heldOutKinds())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mug", "[cup]", "[mug, mug]", "[[mug]]", "[1]", "{mug: true}"})
    void heldOutKindsAreAListOfKnownOnes(String value) throws IOException {
        Path file = file("simulation: {held_out_kinds: " + value + "}\n");

        assertThatThrownBy(() -> FarmConfig.read(file))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("1 problem(s)")
                .hasMessageContaining("simulation.held_out_kinds: found '")
                .hasMessageContaining("expected a list of some of box, cylinder, capsule, sphere, hammer, angle, mug");
    }

    @Test
    void oneKindIsLeftToPractiseWith() throws IOException {
        Path file = file("simulation: {held_out_kinds: [box, cylinder, capsule, sphere, hammer, angle, mug]}\n");

        assertThatThrownBy(() -> FarmConfig.read(file))
                .hasMessageContaining("1 problem(s)")
                .hasMessageContaining("simulation.held_out_kinds: found all kinds of objects");
    }

    @Test
    void theRateThatADivergedTrainingAsksToLowerIsAKey() throws IOException {
        TrainingConfig learning = FarmConfig.read(file("learning: {peak_learning_rate: 0.0005}\n"))
                .learning();

        assertThat(learning.peakLearningRate()).isEqualTo(0.0005);
        assertThat(learning.goingOn().peakLearningRate()).isEqualTo(0.0005);
    }

    @Test
    void imagesAreSquareOrWidthByHeight() throws IOException {
        assertThat(FarmConfig.read(file("simulation: {image_pixels: 64}\n"))
                        .simulation()
                        .image())
                .isEqualTo(new ImageSize(64, 64));
        assertThat(FarmConfig.read(file("simulation: {image_pixels: 640x128}\n"))
                        .simulation()
                        .image())
                .isEqualTo(new ImageSize(640, 128));
    }

    @ParameterizedTest
    @ValueSource(strings = {"63", "641", "320x", "x240", "63x240", "320x641", "320X240", "1e2", "64.5", "[320, 240]"})
    void imagesOfOtherSizesAreRefused(String size) throws IOException {
        Path file = file("simulation: {image_pixels: " + size + "}\n");

        assertThatThrownBy(() -> FarmConfig.read(file))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("1 problem(s)")
                .hasMessageContaining("simulation.image_pixels: found '")
                .hasMessageContaining("expected a whole number from 64 to 640 for both sides, or WIDTHxHEIGHT");
    }

    @Test
    void gazeboHasItsLimits() throws IOException {
        Path file = file("simulation: {gazebo: {camera_hertz: 61, step_ms: 0.5}}\n");

        assertThatThrownBy(() -> FarmConfig.read(file))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("2 problem(s)")
                .hasMessageContaining("simulation.gazebo.camera_hertz: found '61', expected a number from 0.0 to 60.0")
                .hasMessageContaining("simulation.gazebo.step_ms: found '0.5', expected a number from 1.0 to 4.0");
    }

    @Test
    void anObjectStoreNeedsABucketAndAnAddress() throws IOException {
        Path file = file("""
                images: {storage: s3, s3: {endpoint: "minio:9000", prefix: /x, keep_local_mb: -1, secret_key: no}}
                """);

        assertThatThrownBy(() -> FarmConfig.read(file))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("5 problem(s)")
                .hasMessageContaining("images.s3.endpoint: found 'minio:9000', expected an address like https://")
                .hasMessageContaining("images.s3.bucket: missing; expected the name of a bucket")
                .hasMessageContaining("images.s3.prefix: found '/x'")
                .hasMessageContaining("images.s3.keep_local_mb: found '-1'")
                .hasMessageContaining("images.s3.secret_key: unknown key");
        assertThatThrownBy(() -> FarmConfig.read(file("images: {storage: tape, s3: {bucket: UPPER}}\n")))
                .hasMessageContaining("images.storage: found 'tape', expected one of local, s3")
                .hasMessageContaining("images.s3.bucket: found 'UPPER'");
    }

    @Test
    void commandLineWins() {
        FarmConfig config =
                FarmConfig.defaults().with(Optional.of(9), Optional.empty(), Optional.of(0), Optional.empty(), true);

        assertThat(config.arms()).isEqualTo(9);
        assertThat(config.seed()).isEqualTo(FarmConfig.defaults().seed());
        assertThat(config.simulation().realTime()).isTrue();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("farm.yaml"), text);
    }
}
