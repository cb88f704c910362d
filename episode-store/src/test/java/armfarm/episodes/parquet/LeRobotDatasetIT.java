package armfarm.episodes.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.episodes.export.ExportAttempts;
import armfarm.episodes.export.ExportFormat;
import armfarm.episodes.export.ExportProgress;
import armfarm.episodes.export.ExportRequest;
import armfarm.episodes.export.FakeSnapshotStore;
import armfarm.episodes.imports.CollectingVisitor;
import armfarm.episodes.imports.ImportSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about data sets that cannot be read, or not wholly. */
class LeRobotDatasetIT {
    private static final ImportSettings SETTINGS = ImportSettings.of("test");

    @TempDir
    private Path folder;

    private Path root;

    @BeforeEach
    void export() {
        root = folder.resolve("set");
        new FakeSnapshotStore(new ExportAttempts().next(6))
                .export(
                        ExportRequest.of(FakeSnapshotStore.NAME, ExportFormat.LEROBOT, root),
                        ExportProgress.SILENT,
                        InstantSource.system());
    }

    @Test
    void refusesVideosByName() throws IOException {
        changeInfo("\"dtype\": \"image\"", "\"info\": {\"video.codec\": \"av1\"}, \"dtype\": \"video\"");

        assertThatThrownBy(() -> LeRobotDataset.open(root, SETTINGS))
                .hasMessageContaining("encoded as video in [observation.images.bin] (codec av1)")
                .hasMessageContaining("use_videos=False");
    }

    @Test
    void refusesOtherVersionsAndActions() throws IOException {
        changeInfo("sin_yaw", "gripper");
        assertThatThrownBy(() -> LeRobotDataset.open(root, SETTINGS))
                .hasMessageContaining("column action has shape [5]")
                .hasMessageContaining("expected [5] and [dx_m, dy_m, dz_m, sin_yaw, cos_yaw]")
                .hasMessageContaining("--frames");
        assertThat(CollectingVisitor.of(LeRobotDataset.open(root, SETTINGS.withViewsOnly())).attempts)
                .hasSize(6);

        changeInfo("v3.0", "v2.1");
        assertThatThrownBy(() -> LeRobotDataset.open(root, SETTINGS))
                .hasMessageContaining("codebase_version is 'v2.1', expected v3.0");
    }

    @Test
    void asksWhichCamera() throws IOException {
        changeInfo(
                "\"observation.images.bin\"",
                "\"observation.images.wrist\" : {\"dtype\" : \"image\", \"shape\" : [48, 64, 3]},"
                        + " \"observation.images.bin\"");

        assertThatThrownBy(() -> LeRobotDataset.open(root, SETTINGS))
                .hasMessageContaining("several cameras")
                .hasMessageContaining("--image");
        assertThatThrownBy(() -> LeRobotDataset.open(root, SETTINGS.withImageColumn("action")))
                .hasMessageContaining("'action' is not one of its images");
        var dataset = LeRobotDataset.open(root, SETTINGS.withImageColumn("observation.images.bin"));
        assertThat(dataset.notes()).singleElement().asString().contains("observation.images.wrist");
        assertThat(CollectingVisitor.of(dataset).attempts).hasSize(6);
    }

    @Test
    void saysWhichFileIsDamaged() throws IOException {
        Path file = root.resolve("data/chunk-000/file-000.parquet");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        CollectingVisitor read = CollectingVisitor.of(LeRobotDataset.open(root, SETTINGS));

        assertThat(read.problems)
                .first()
                .asString()
                .contains("file-000.parquet cannot be read on from its beginning")
                .contains("get the file again");
    }

    @Test
    void rejectsEpisodesThatAreNotWhole() throws SQLException {
        Path file = root.resolve("data/chunk-000/file-000.parquet");
        Path other = folder.resolve("other.parquet");
        try (DuckDb database = DuckDb.open()) {
            database.copy(
                    "select * from read_parquet(" + DuckDb.literal(file.toString())
                            + ") where not (episode_index = 1 and frame_index = 1)",
                    other,
                    2048,
                    "");
            database.copy(
                    "select * replace (list_value(1, 2, 3, 4, 5)::float[] as action) from read_parquet("
                            + DuckDb.literal(other.toString()) + ")",
                    file,
                    2048,
                    "");
        }

        CollectingVisitor read = CollectingVisitor.of(LeRobotDataset.open(root, SETTINGS));

        assertThat(read.rejected.get(1L)).contains("holds 1 of its frames, expected 2");
        assertThat(read.rejected.get(0L)).contains("action is no command");
    }

    @Test
    void followsLinksAndLeavesHiddenFilesAlone() throws IOException {
        Path disk = folder.resolve("disk");
        Files.move(root.resolve("data"), disk);
        Files.createSymbolicLink(root.resolve("data"), disk);
        for (String place : new String[] {"data/chunk-000", "meta/episodes/chunk-000"}) {
            Files.write(root.resolve(place).resolve("._file-000.parquet"), new byte[] {0, 5, 22, 7});
        }

        CollectingVisitor read = CollectingVisitor.of(LeRobotDataset.open(root, SETTINGS));

        assertThat(read.attempts).hasSize(6);
        assertThat(read.problems).isEmpty();
    }

    @Test
    void saysWhatAFileIsThatIsNoParquet() throws IOException {
        Path file = root.resolve("data/chunk-000/file-000.parquet");
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 5\n");
        assertThat(CollectingVisitor.of(LeRobotDataset.open(root, SETTINGS)).problems)
                .singleElement()
                .asString()
                .contains("git lfs pull");

        Path episodes = root.resolve("meta/episodes/chunk-000/file-000.parquet");
        Files.writeString(episodes, "<html><body>401</body></html>");
        assertThatThrownBy(() -> LeRobotDataset.open(root, SETTINGS))
                .hasMessageContaining("file-000.parquet")
                .hasMessageContaining("a web page");

        Files.writeString(root.resolve("meta/info.json"), "<!DOCTYPE html>");
        assertThatThrownBy(() -> LeRobotDataset.open(root, SETTINGS)).hasMessageContaining("a web page");
    }

    @Test
    void saysWhichFormatAFolderIs() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.write(other.resolve("x.tfrecord-00000-of-00001"), new byte[12]);

        assertThatThrownBy(() -> LeRobotDataset.open(other, SETTINGS)).hasMessageContaining("--format brain2016");
    }

    private void changeInfo(String what, String to) throws IOException {
        Path info = root.resolve("meta/info.json");
        String text = Files.readString(info);
        assertThat(text).contains(what);
        Files.writeString(info, text.replace(what, to));
    }
}
