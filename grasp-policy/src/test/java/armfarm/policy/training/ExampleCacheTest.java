package armfarm.policy.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.Split;
import armfarm.episodes.TrainingExample;
import armfarm.messages.DepthCodec;
import armfarm.messages.EncodedImage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.JpegCodec;
import armfarm.policy.FeatureSpec;
import armfarm.policy.GraspSpace;
import armfarm.policy.SceneView;
import armfarm.policy.network.Batches;
import armfarm.policy.network.GraspPreprocessor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleCacheTest {
    private static final int SLOT_BYTES = 16 + 4 + 20 + Batches.SPEC.cropSize();
    private static final int HEADER_BYTES = 1024;

    @TempDir
    Path folder;

    private final Bars bars = Bars.of(6, 2);

    @Test
    void givesWhatThePreprocessorCutsOutAndTheLabels() {
        try (ExampleCache cache = open(Batches.SPEC)) {
            ExampleCache.Round round = cache.prepare(bars, () -> {});

            assertThat(round.training().size()).isEqualTo(6);
            assertThat(round.validation().size()).isEqualTo(2);
            for (int i = 0; i < 6; i++) {
                checkContent(cache, round.training(), i, i);
            }
            checkContent(cache, round.validation(), 1, 7);
        }
    }

    @Test
    void givesSignsOfLifeWhileItCutsMany() {
        int[] signs = new int[1];
        try (ExampleCache cache = open(Batches.SPEC)) {
            cache.prepare(Bars.of(2_000, 0), () -> signs[0]++);
        }

        assertThat(signs[0]).isEqualTo(2);
    }

    @Test
    void readsEachImageOnceAlsoAfterARestart() {
        try (ExampleCache cache = open(Batches.SPEC)) {
            cache.prepare(bars, () -> {});
            cache.prepare(bars, () -> {});
        }
        bars.add(8, Split.TRAIN);
        try (ExampleCache cache = open(Batches.SPEC)) {
            assertThat(cache.prepare(bars, () -> {}).training().size()).isEqualTo(7);
        }

        assertThat(bars.loaded).hasSize(9).doesNotHaveDuplicates();
    }

    @Test
    void followsNewLabelsWithoutReadingAgain() {
        try (ExampleCache cache = open(Batches.SPEC)) {
            boolean before = cache.prepare(bars, () -> {}).training().success(0);
            bars.relabel(0, !before);

            assertThat(cache.prepare(bars, () -> {}).training().success(0)).isEqualTo(!before);
        }
        assertThat(bars.loaded).hasSize(8);
    }

    @Test
    void overwritesWhatLeftTheSetAndUsesItsPlaceAgain() throws IOException {
        byte[] gone = new byte[SLOT_BYTES];
        try (ExampleCache cache = open(Batches.SPEC)) {
            cache.prepare(bars, () -> {});
            TrainingExample excluded = bars.shown.remove(2);
            cache.prepare(bars, () -> {});
            try (RandomAccessFile file =
                    new RandomAccessFile(folder.resolve("crops.bin").toFile(), "r")) {
                file.seek(HEADER_BYTES + 2L * SLOT_BYTES);
                file.readFully(gone);
            }
            assertThat(gone).containsOnly(0);

            bars.shown.add(excluded);
            ExampleCache.Round again = cache.prepare(bars, () -> {});

            assertThat(again.training().slot(5)).isEqualTo(2);
            checkContent(cache, again.training(), 5, 2);
        }
        assertThat(folder.resolve("crops.bin")).hasSize(HEADER_BYTES + 8L * SLOT_BYTES);
        assertThat(bars.loaded).hasSize(9);
    }

    @Test
    void keepsHeightsBesideTheColorsOfAttemptsWithDepth() {
        bars.withDepth();
        byte[] crop = new byte[Batches.WITH_HEIGHTS.cropSize()];
        float[] command = new float[FeatureSpec.COMMAND_SIZE];
        try (ExampleCache cache = open(Batches.WITH_HEIGHTS)) {
            Examples training = cache.prepare(bars, () -> {}).training();
            cache.read(training.slot(0), crop, command);
        }

        TrainingExample example = bars.shown.get(0);
        assertThat(crop)
                .isEqualTo(new GraspPreprocessor(Batches.WITH_HEIGHTS)
                        .crop(
                                new SceneView(
                                        JpegCodec.decode(bars.imageOf(0)),
                                        Optional.of(DepthCodec.decode(bars.depth(example))),
                                        example.camera()),
                                example.graspInBase()));
        byte[] heights = Arrays.copyOfRange(crop, 3 * 48 * 48, crop.length);
        byte floor = Batches.WITH_HEIGHTS.height().level(-example.graspInBase().zMeters());
        assertThat(heights).as("floor and other heights").contains(floor);
        assertThat(heights).isNotEqualTo(new byte[48 * 48]);
    }

    @Test
    void isMadeAnewForOtherFeatures() {
        try (ExampleCache cache = open(Batches.SPEC)) {
            cache.prepare(bars, () -> {});
        }
        FeatureSpec lower = FeatureSpec.of(new GraspSpace(-0.1, 0.1, -0.1, 0.1, 0.005, 0.02, Math.PI / 2));
        try (ExampleCache cache = open(lower)) {
            cache.prepare(bars, () -> {});
        }

        assertThat(bars.loaded).hasSize(16);
    }

    @Test
    void isMadeAnewFromAnythingThatIsNotItsOwn() throws IOException {
        for (String file : List.of("crops.bin", "ids.bin")) {
            for (byte[] foreign :
                    new byte[][] {{}, "something else".getBytes(StandardCharsets.UTF_8), new byte[100_000]}) {
                try (ExampleCache cache = open(Batches.SPEC)) {
                    cache.prepare(bars, () -> {});
                }
                Files.write(folder.resolve(file), foreign);
                bars.loaded.clear();

                try (ExampleCache cache = open(Batches.SPEC)) {
                    ExampleCache.Round round = cache.prepare(bars, () -> {});
                    checkContent(cache, round.training(), 3, 3);
                }
                assertThat(bars.loaded)
                        .as("%s with %d bytes", file, foreign.length)
                        .hasSize(8);
            }
        }
    }

    @Test
    void goesOnFromTheLastWholeSlotOfATornFile() throws IOException {
        try (ExampleCache cache = open(Batches.SPEC)) {
            cache.prepare(bars, () -> {});
        }
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("crops.bin").toFile(), "rw")) {
            file.setLength(file.length() - SLOT_BYTES - 1);
        }
        bars.loaded.clear();

        try (ExampleCache cache = open(Batches.SPEC)) {
            ExampleCache.Round round = cache.prepare(bars, () -> {});
            checkContent(cache, round.validation(), 0, 6);
            checkContent(cache, round.validation(), 1, 7);
        }
        assertThat(bars.loaded).hasSize(2);
    }

    @Test
    void refusesASlotWithAnyFlippedBit() throws IOException {
        try (ExampleCache cache = open(Batches.SPEC)) {
            ExampleCache.Round round = cache.prepare(bars, () -> {});
            int slot = round.training().slot(1);
            for (int at : new int[] {0, 15, 16, 19, 20, 39, 40, 3000, SLOT_BYTES - 1}) {
                flip("crops.bin", HEADER_BYTES + (long) slot * SLOT_BYTES + at);
                assertThatThrownBy(() -> checkContent(cache, round.training(), 1, 1))
                        .as("byte %d", at)
                        .isInstanceOf(CropFile.DamagedCropException.class)
                        .hasMessageContaining("crops.bin");
                flip("crops.bin", HEADER_BYTES + (long) slot * SLOT_BYTES + at);
                checkContent(cache, round.training(), 1, 1);
            }
            flip("ids.bin", HEADER_BYTES + slot * 16L + 9);
            assertThatThrownBy(() -> checkContent(cache, round.training(), 1, 1))
                    .isInstanceOf(CropFile.DamagedCropException.class);
        }
    }

    @Test
    void leavesTheDiskItsReserve() {
        try (ExampleCache cache = new ExampleCache(folder, new GraspPreprocessor(Batches.SPEC), Long.MAX_VALUE / 2)) {
            assertThatThrownBy(() -> cache.prepare(bars, () -> {}))
                    .isInstanceOfSatisfying(
                            FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE))
                    .hasMessageContaining("storage.min_free_mb")
                    .hasMessageContaining((SLOT_BYTES + 16) + " bytes an attempt");
        }
    }

    @Test
    void namesTheAttemptWhoseImageIsDamagedAndWhatToDo() {
        bars.replace(4, new EncodedImage(EncodedImage.JPEG, new byte[] {1, 2, 3}));

        try (ExampleCache cache = open(Batches.SPEC)) {
            assertThatThrownBy(() -> cache.prepare(bars, () -> {}))
                    .isInstanceOf(FarmException.class)
                    .hasMessageContaining("armfarm exclude " + bars.shown.get(4).attempt());
        }
    }

    @Test
    void endsWhenInterrupted() {
        try (ExampleCache cache = open(Batches.SPEC)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> cache.prepare(bars, () -> {})).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();

            assertThat(cache.prepare(bars, () -> {}).training().size()).isEqualTo(6);
        }
    }

    private ExampleCache open(FeatureSpec spec) {
        return new ExampleCache(folder, new GraspPreprocessor(spec), 0);
    }

    private void flip(String name, long at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.seek(at);
            int old = file.read();
            file.seek(at);
            file.write(old ^ 8);
        }
    }

    /** That an example is the scene of this number. */
    private static void checkContent(ExampleCache cache, Examples examples, int index, int scene) {
        Bars expected = Bars.of(scene + 1, 0);
        TrainingExample example = expected.shown.get(scene);
        GraspPreprocessor preprocessor = new GraspPreprocessor(Batches.SPEC);
        byte[] crop = new byte[Batches.SPEC.cropSize()];
        float[] command = new float[FeatureSpec.COMMAND_SIZE];

        cache.read(examples.slot(index), crop, command);

        assertThat(crop)
                .isEqualTo(preprocessor.crop(
                        new SceneView(JpegCodec.decode(expected.imageOf(scene)), example.camera()),
                        example.graspInBase()));
        assertThat(command).isEqualTo(preprocessor.command(example.camera(), example.graspInBase()));
        assertThat(examples.success(index)).isEqualTo(example.success());
    }
}
