package armfarm.episodes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.DepthCodec;
import armfarm.messages.DepthImage;
import armfarm.messages.EncodedImage;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.ImageHeader;
import armfarm.messages.hash.Hash;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every format promises. Files are made small, so that each export has several. */
class SnapshotExportIT {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T08:00:00Z"));
    private static final long SMALL_FILES = 8_000;
    private static final EncodedImage DEPTH = depth();

    @TempDir
    private Path folder;

    private final List<GraspAttempt> attempts = new ExportAttempts().next(24);
    private final FakeSnapshotStore store = new FakeSnapshotStore(attempts);

    @ParameterizedTest
    @EnumSource
    void sameSnapshotGivesTheSameBytes(ExportFormat format) throws IOException {
        ExportResult first = run(request(format, "a"));
        ExportResult second = run(request(format, "b"));

        assertThat(second.manifestSha256()).isEqualTo(first.manifestSha256());
        assertThat(hashes(folder.resolve("b"))).isEqualTo(hashes(folder.resolve("a")));
        assertThat(first.attempts()).isEqualTo(24);
        assertThat(first.files()).isEqualTo(hashes(folder.resolve("a")).size());
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterTheLastCompleteFile(ExportFormat format) throws IOException {
        ExportResult whole = run(request(format, "whole"));
        FakeSnapshotStore fragile = new FakeSnapshotStore(attempts);
        fragile.failAfterReads = 17;
        ExportRequest broken = request(format, "broken");

        assertThatThrownBy(() -> fragile.export(broken, ExportProgress.SILENT, CLOCK))
                .hasMessageContaining("the store went away");
        assertThat(folder.resolve("broken/manifest.json")).doesNotExist();
        List<Integer> read = new ArrayList<>();
        ExportResult resumed = fragile.export(broken.resuming(), (phase, done, total) -> read.add((int) done), CLOCK);

        assertThat(resumed.manifestSha256()).isEqualTo(whole.manifestSha256());
        assertThat(hashes(folder.resolve("broken"))).isEqualTo(hashes(folder.resolve("whole")));
        assertThat(read.get(0)).as("attempts done before, and one").isBetween(2, 18);
    }

    @ParameterizedTest
    @EnumSource
    void saysInTheManifestWhatIsThere(ExportFormat format) throws IOException {
        run(request(format, "out").withLicense("CC-BY-4.0"));

        JsonNode manifest =
                new ObjectMapper().readTree(folder.resolve("out/manifest.json").toFile());
        assertThat(manifest.at("/format").asText()).isEqualTo(format.label());
        assertThat(manifest.at("/snapshot/name").asText()).isEqualTo(FakeSnapshotStore.NAME);
        assertThat(manifest.at("/snapshot/sha256").asText()).isEqualTo("ab".repeat(32));
        assertThat(manifest.at("/license").asText()).isEqualTo("CC-BY-4.0");
        assertThat(manifest.at("/splits/train/attempts").asLong()).isEqualTo(19);
        assertThat(manifest.at("/splits/validation/attempts").asLong()).isEqualTo(3);
        assertThat(manifest.at("/splits/test/attempts").asLong()).isEqualTo(2);
        assertThat(manifest.at("/successes").asLong()).isEqualTo(12);
        assertThat(manifest.at("/label_sources/GRIPPER").asLong()).isEqualTo(24);
        assertThat(manifest.at("/schema").size()).isPositive();
        Map<String, String> hashes = hashes(folder.resolve("out"));
        hashes.remove("manifest.json");
        Map<String, String> listed = new TreeMap<>();
        manifest.at("/files")
                .forEach(f -> listed.put(f.get("path").asText(), f.get("sha256").asText()));
        assertThat(listed).isEqualTo(hashes);
        assertThat(listed.size()).as("several data files").isGreaterThan(5);
    }

    @ParameterizedTest
    @EnumSource
    void countsAttemptsThatHaveNoPlaceInTheFormat(ExportFormat format) {
        ExportAttempts made = new ExportAttempts();
        List<GraspAttempt> mixed = new ArrayList<>(made.next(9));
        mixed.add(made.nextWithoutSteps());

        ExportResult result = new FakeSnapshotStore(mixed).export(request(format, "out"), ExportProgress.SILENT, CLOCK);

        assertThat(result.attempts() + result.leftOut()).isEqualTo(10);
        assertThat(result.leftOut()).isEqualTo(format == ExportFormat.WEBDATASET ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"LEROBOT", "BRAIN2016"})
    void depthIsLeftOutWhereTheFormatHasNoPlaceForIt(ExportFormat format) throws IOException {
        exportWithAndWithoutDepth(format);

        assertThat(hashes(folder.resolve("with"))).isEqualTo(hashes(folder.resolve("without")));
    }

    @Test
    void depthIsBesideItsImageInWebDataset() throws IOException {
        exportWithAndWithoutDepth(ExportFormat.WEBDATASET);

        Path file = folder.resolve("with/train-000000.tar");
        try (TarFile tar = new TarFile(file);
                TarFile before = new TarFile(folder.resolve("without/train-000000.tar"))) {
            List<String> names =
                    tar.getEntries().stream().map(TarArchiveEntry::getName).toList();
            String id = attempts.get(0).id().toString();
            assertThat(names).startsWith(id + ".before.jpg", id + ".before.depth.png", id + ".grasp.jpg");
            assertThat(names.stream().filter(name -> !name.endsWith(".depth.png")))
                    .containsExactlyElementsOf(before.getEntries().stream()
                            .map(TarArchiveEntry::getName)
                            .toList());
            for (TarArchiveEntry entry : tar.getEntries()) {
                if (entry.getName().endsWith(".depth.png")) {
                    assertThat(tar.getInputStream(entry).readAllBytes()).isEqualTo(DEPTH.bytes());
                }
            }
        }
    }

    @Test
    void rldsNamesDepthWhereEveryEpisodeHasIt() throws IOException {
        exportWithAndWithoutDepth(ExportFormat.RLDS);
        ExportAttempts made = new ExportAttempts();
        made.depth = Optional.of(DEPTH);
        List<GraspAttempt> mixed = new ArrayList<>(made.next(12));
        made.depth = Optional.empty();
        mixed.addAll(made.next(12));
        new FakeSnapshotStore(mixed).export(request(ExportFormat.RLDS, "mixed"), ExportProgress.SILENT, CLOCK);

        JsonNode depth = observation("with").path("depth").path("image");
        assertThat(depth.path("dtype").asText()).isEqualTo("uint16");
        assertThat(depth.path("encodingFormat").asText()).isEqualTo("png");
        assertThat(depth.path("shape").path("dimensions"))
                .extracting(JsonNode::asText)
                .containsExactly("48", "64", "1");
        assertThat(depthFiles("with")).isNotEmpty().allMatch(held -> held);
        assertThat(observation("without").has("depth")).isFalse();
        assertThat(depthFiles("without")).isNotEmpty().noneMatch(held -> held);
        assertThat(observation("mixed").has("depth")).isFalse();
        assertThat(depthFiles("mixed")).contains(true, false);
    }

    private JsonNode observation(String name) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(name + "/features.json").toFile())
                .at(
                        "/featuresDict/features/steps/sequence/feature/featuresDict/features/observation/featuresDict/features");
    }

    /** Whether each data file holds the depth image's bytes somewhere. */
    private List<Boolean> depthFiles(String name) throws IOException {
        String png = new String(DEPTH.bytes(), StandardCharsets.ISO_8859_1);
        List<Boolean> held = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            for (Path file :
                    files.filter(path -> path.toString().contains(".tfrecord-")).toList()) {
                held.add(Files.readString(file, StandardCharsets.ISO_8859_1).contains(png));
            }
        }
        return held;
    }

    /** The same attempts into the folders with and without. */
    private void exportWithAndWithoutDepth(ExportFormat format) {
        ExportAttempts made = new ExportAttempts();
        made.depth = Optional.of(DEPTH);
        run(request(format, "without").withFileBytes(1 << 30));
        new FakeSnapshotStore(made.next(24))
                .export(request(format, "with").withFileBytes(1 << 30), ExportProgress.SILENT, CLOCK);
    }

    private static EncodedImage depth() {
        short[] millimeters = new short[ExportAttempts.WIDTH * ExportAttempts.HEIGHT];
        Arrays.fill(millimeters, (short) 640);
        return DepthCodec.encode(new DepthImage(ExportAttempts.WIDTH, ExportAttempts.HEIGHT, millimeters));
    }

    @Test
    void aDamagedDepthEndsTheExportWithItsAttempt() {
        ExportAttempts made = new ExportAttempts();
        made.depth = Optional.of(new EncodedImage(ImageHeader.PNG, new byte[] {1, 2, 3}));
        List<GraspAttempt> damaged = made.next(1);
        FakeSnapshotStore other = new FakeSnapshotStore(damaged);
        ExportRequest request = request(ExportFormat.WEBDATASET, "out");

        assertThatThrownBy(() -> other.export(request, ExportProgress.SILENT, CLOCK))
                .hasMessageContaining(
                        "Attempt " + damaged.get(0).id() + " cannot be exported: the depth of its image 1")
                .hasMessageContaining("armfarm exclude");
    }

    @Test
    void neverOverwritesAFolder() throws IOException {
        Files.writeString(folder.resolve("thesis.tex"), "years of work");

        assertThatThrownBy(() -> run(request(ExportFormat.WEBDATASET, "")))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG))
                .hasMessageContaining("is not empty");
        assertThatThrownBy(() -> run(request(ExportFormat.WEBDATASET, "").resuming()))
                .hasMessageContaining("not an interrupted export");
        assertThat(hashes(folder)).containsOnlyKeys("thesis.tex");
    }

    @Test
    void doesNotGoOnWithSomethingElse() {
        store.failAfterReads = 17;
        ExportRequest broken = request(ExportFormat.WEBDATASET, "out");
        assertThatThrownBy(() -> run(broken)).hasMessageContaining("went away");

        assertThatThrownBy(() -> run(broken)).hasMessageContaining("--resume");
        assertThatThrownBy(() -> run(broken.resuming().withFileBytes(16_000)))
                .hasMessageContaining("another kind")
                .hasMessageContaining("attemptsPerPart");
        run(broken.resuming());
        assertThatThrownBy(() -> run(broken.resuming())).hasMessageContaining("complete export");
    }

    @Test
    void findsAFileThatChangedBeforeItGoesOn() throws IOException {
        store.failAfterReads = 17;
        ExportRequest broken = request(ExportFormat.WEBDATASET, "out");
        assertThatThrownBy(() -> run(broken)).hasMessageContaining("went away");
        Files.writeString(folder.resolve("out/train-000000.tar"), "cut");

        assertThatThrownBy(() -> run(broken.resuming()))
                .hasMessageContaining("train-000000.tar has 3 bytes, expected")
                .hasMessageContaining("delete the folder");
    }

    @ParameterizedTest
    @EnumSource
    void writesNoImageThatIsNotWhole(ExportFormat format) {
        GraspAttempt good = attempts.get(5);
        List<FrameCaptured> frames = new ArrayList<>(good.frames());
        FrameCaptured frame = frames.get(1);
        byte[] bytes = frame.image().bytes();
        frames.set(
                1,
                new FrameCaptured(
                        frame.attempt(),
                        frame.arm(),
                        frame.sequence(),
                        frame.kind(),
                        frame.stamp(),
                        frame.receivedAt(),
                        new EncodedImage(EncodedImage.JPEG, Arrays.copyOf(bytes, bytes.length - 30)),
                        frame.step()));
        List<GraspAttempt> stored = new ArrayList<>(attempts);
        stored.set(5, new GraspAttempt(good.started(), frames, good.ended()));

        assertThatThrownBy(() ->
                        new FakeSnapshotStore(stored).export(request(format, "out"), ExportProgress.SILENT, CLOCK))
                .isInstanceOfSatisfying(
                        FarmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA))
                .hasMessageContaining(good.id() + " cannot be exported: its image 2 is a JPEG that is cut or damaged")
                .hasMessageContaining("armfarm exclude");
        assertThat(folder.resolve("out/manifest.json")).doesNotExist();
    }

    @Test
    void saysWhichSnapshotsThereAre() {
        assertThatThrownBy(() -> run(ExportRequest.of("nonsense", ExportFormat.WEBDATASET, folder.resolve("out"))))
                .hasMessageContaining("no snapshot nonsense")
                .hasMessageContaining(FakeSnapshotStore.NAME);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private ExportRequest request(ExportFormat format, String name) {
        return ExportRequest.of(FakeSnapshotStore.NAME, format, folder.resolve(name))
                .withFileBytes(SMALL_FILES);
    }

    private ExportResult run(ExportRequest request) {
        return store.export(request, ExportProgress.SILENT, CLOCK);
    }

    private static Map<String, String> hashes(Path root) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                hashes.put(root.relativize(file).toString(), Hash.SHA_256.hex(file));
            }
        }
        return hashes;
    }
}
