package armfarm.policy.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.FarmException;
import armfarm.policy.network.Batches;
import armfarm.policy.training.TrainingConfig;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    @TempDir
    Path folder;

    @Test
    void readsBackWhatItWrote() throws IOException {
        ModelArtifact artifact = Models.artifact(1, 1);

        ModelFile.write(artifact, folder.resolve("a"));

        ModelArtifact read = ModelFile.read(folder.resolve("a"));
        assertThat(read.manifest()).isEqualTo(artifact.manifest());
        assertThat(read.weights().layout()).isEqualTo(artifact.weights().layout());
        assertThat(read.weights().tensor("two").values())
                .isEqualTo(artifact.weights().tensor("two").values());
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void saysOfHeightsWhatTheyAreAndOfColorsWhatItAlwaysSaid() throws IOException {
        ModelArtifact colors = Models.artifact(1, 1);
        ModelArtifact heights = Models.artifact(1, Batches.WITH_HEIGHTS, colors.weights());

        ModelFile.write(colors, folder.resolve("colors"));
        ModelFile.write(heights, folder.resolve("heights"));

        assertThat(ModelFile.read(folder.resolve("heights")).manifest().features())
                .isEqualTo(Batches.WITH_HEIGHTS);
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("colors"))) {
            assertThat(new ObjectMapper()
                            .readTree(Files.readAllBytes(zip.getPath("manifest.json")))
                            .path("features")
                            .fieldNames())
                    .toIterable()
                    .containsExactly(
                            "name",
                            "cropPixels",
                            "cropHalfExtentMeters",
                            "cropPlaneZMeters",
                            "pixelMean",
                            "pixelScale",
                            "positionScaleMeters",
                            "centerXMeters",
                            "centerYMeters",
                            "centerZMeters",
                            "halfZMeters");
        }
    }

    @Test
    void keepsNetworkAndSettingsAndReadsFilesFromBefore() throws IOException {
        Path file = folder.resolve("a");
        ModelFile.write(Models.artifact(1, 1), file);
        assertThat(ModelFile.read(file).manifest().network()).isEqualTo("a network");
        assertThat(ModelFile.read(file)
                        .manifest()
                        .training()
                        .path("peakLearningRate")
                        .asDouble())
                .isEqualTo(TrainingConfig.defaults().peakLearningRate());

        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Path manifest = zip.getPath("manifest.json");
            ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Files.readAllBytes(manifest));
            json.remove(List.of("network", "training"));
            Files.write(manifest, json.toString().getBytes(StandardCharsets.UTF_8));
        }

        assertThat(ModelFile.read(file).manifest().network()).isNull();
        assertThat(ModelFile.read(file).manifest().training()).isNull();
        assertThat(ModelFile.read(file).version())
                .isEqualTo(Models.artifact(1, 1).version());
    }

    @Test
    void namesTheVersionByRoundAndContent() {
        assertThat(Models.artifact(3, 1).version().name())
                .startsWith("m0003-")
                .isEqualTo(Models.artifact(3, 1).version().name())
                .isNotEqualTo(Models.artifact(3, 2).version().name());
    }

    @Test
    void noticesEveryFlippedBit() throws IOException {
        Path file = folder.resolve("a");
        ModelArtifact artifact = Models.artifact(1, 1);
        ModelFile.write(artifact, file);
        byte[] bytes = Files.readAllBytes(file);
        int refused = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x10;
            Files.write(file, damaged);
            try {
                // Some zip fields carry no content (times, attributes): then the content must be unharmed.
                assertThat(ModelFile.read(file).manifest()).isEqualTo(artifact.manifest());
            } catch (ModelRefusedException e) {
                refused++;
            }
        }

        assertThat(refused).isGreaterThan(bytes.length / 2);
    }

    @Test
    void refusesATornFileAndAMissingOne() throws IOException {
        Path file = folder.resolve("a");
        ModelFile.write(Models.artifact(1, 1), file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> ModelFile.read(folder.resolve("none")))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void refusesWeightsOfAnotherModel() {
        Path file = folder.resolve("a");
        ModelFile.write(
                new ModelArtifact(
                        Models.artifact(1, 1).manifest(), Models.artifact(1, 2).weights()),
                file);

        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("hash of weights.f32")
                .hasMessageContaining(Models.artifact(1, 1).manifest().weightsSha256());
    }

    @Test
    void writesNothingForWeightsThatAreNotFinite() {
        assertThatThrownBy(() -> Models.artifactOf(1, Float.NaN, 2))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("[one]");
    }

    @Test
    void saysWhyItCouldNotWrite() {
        Path nowhere = folder.resolve("missing").resolve("a");

        assertThatThrownBy(() -> ModelFile.write(Models.artifact(1, 1), nowhere))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining(nowhere.toString());
    }
}
