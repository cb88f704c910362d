package armfarm.episodes.parquet;

import armfarm.episodes.export.ExportAttempts;
import armfarm.episodes.export.ExportFormat;
import armfarm.episodes.export.ExportProgress;
import armfarm.episodes.export.ExportRequest;
import armfarm.episodes.export.FakeSnapshotStore;
import armfarm.episodes.imports.CollectingVisitor;
import armfarm.episodes.imports.ImportSettings;
import armfarm.messages.GraspAttempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/** A LeRobot data set of one file of frames, as exported, whose columns a test replaces as other programs would write them. */
final class LeRobotSet {
    final Path root;
    final List<GraspAttempt> attempts;

    /** Attempts succeed and fail in turns, the first succeeds; each has two frames. */
    LeRobotSet(Path root, int episodes) {
        this.root = root;
        attempts = new ExportAttempts().next(episodes);
        new FakeSnapshotStore(attempts)
                .export(
                        ExportRequest.of(FakeSnapshotStore.NAME, ExportFormat.LEROBOT, root),
                        ExportProgress.SILENT,
                        InstantSource.system());
    }

    Path frames() {
        return root.resolve("data/chunk-000/file-000.parquet");
    }

    Path episodes() {
        return root.resolve("meta/episodes/chunk-000/file-000.parquet");
    }

    /** Writes the frames anew. @param replacements as in SQL's {@code select * replace (...)} */
    void replaceFrames(String replacements) throws SQLException, IOException {
        rewrite(frames(), "* replace (" + replacements + ")");
    }

    /** Likewise of meta/episodes. */
    void replaceEpisodes(String replacements) throws SQLException, IOException {
        rewrite(episodes(), "* replace (" + replacements + ")");
    }

    static void rewrite(Path file, String columns) throws SQLException, IOException {
        Path other = file.resolveSibling("other.parquet");
        try (DuckDb database = DuckDb.open()) {
            database.copy("select " + columns + " from " + DuckDb.parquet(file), other, 2048, "");
        }
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    }

    CollectingVisitor read() {
        return CollectingVisitor.of(LeRobotDataset.open(root, ImportSettings.of("test")));
    }
}
