package armfarm.episodes.parquet;

import armfarm.episodes.imports.Dataset;
import armfarm.episodes.imports.DatasetFiles;
import armfarm.episodes.imports.FileContent;
import armfarm.episodes.imports.ImportSettings;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A LeRobot v3.0 data set whose images are inside its Parquet files. Rows come one after the other, and LeRobot keeps the
 * frames of an episode together and in one file, so an episode is in memory at a time. Confined to one thread.
 *
 * <p>Source: LeRobot 0.4.4, lerobot/datasets/utils.py and lerobot_dataset.py.
 */
public final class LeRobotDataset implements Dataset {
    private static final String PARQUET = ".parquet";
    private static final int MAX_DEPTH = 10;

    private final LeRobotInfo info;
    private final LeRobotEpisodes episodes;
    private final List<Path> files;
    private final ImportSettings settings;
    private final LeRobotAttempt attempts;

    private LeRobotDataset(Path root, ImportSettings settings) {
        this.settings = settings;
        info = LeRobotInfo.read(root, settings);
        episodes = LeRobotEpisodes.read(parquetFiles(root, "meta/episodes"));
        files = parquetFiles(root, "data");
        attempts = new LeRobotAttempt(
                settings, root.toAbsolutePath().normalize().getFileName() + " " + info.imageColumn());
    }

    /**
     * @param root the folder with {@code data} and {@code meta}
     * @throws FarmException (CONFIG) if there is no such data set, it is of another version, its images are videos, or its
     *     columns are no commands of grasps; (DATA) if its descriptions are damaged
     */
    public static Dataset open(Path root, ImportSettings settings) {
        return new LeRobotDataset(root, settings);
    }

    private static List<Path> parquetFiles(Path root, String folder) {
        Path path = root.resolve(folder);
        List<Path> files =
                Files.isDirectory(path) ? DatasetFiles.in(path, MAX_DEPTH, name -> name.endsWith(PARQUET)) : List.of();
        if (files.isEmpty()) {
            throw new FarmException(
                    ErrorCode.CONFIG,
                    "LeRobot data set " + root + " has no Parquet files in " + folder + ", expected for example "
                            + folder + "/chunk-000/file-000.parquet; get the whole data set");
        }
        return files;
    }

    @Override
    public List<Path> files() {
        return files;
    }

    @Override
    public List<String> notes() {
        Set<String> used = new HashSet<>(List.of(
                info.imageColumn(),
                LeRobotInfo.ELAPSED,
                LeRobotInfo.SUCCESS,
                "timestamp",
                "frame_index",
                "episode_index",
                "index",
                "task_index",
                "next.done",
                "next.reward"));
        if (!settings.viewsOnly()) {
            used.addAll(List.of(LeRobotInfo.STATE, LeRobotInfo.ACTION));
        }
        List<String> others =
                info.columns().stream().filter(column -> !used.contains(column)).toList();
        return others.isEmpty() ? List.of() : List.of("columns that have no place in the store: " + others);
    }

    @Override
    public String recordName() {
        return "episode";
    }

    @Override
    public boolean checksummed() {
        return false;
    }

    @Override
    public void read(Path file, Visitor visitor) {
        LeRobotFrames frames = new LeRobotFrames(episodes, attempts, visitor);
        try (DuckDb database = DuckDb.streaming()) {
            String query = LeRobotRow.query(info, settings.viewsOnly(), database.columns(file), DuckDb.parquet(file));
            database.forEach(query, row -> frames.add(LeRobotRow.of(row)));
            frames.finish();
        } catch (SQLException e) {
            visitor.damaged("Data file " + file + " cannot be read on from " + frames.place() + ": " + why(file, e));
        }
        frames.rowsWithoutEpisode(file).ifPresent(visitor::damaged);
    }

    private static String why(Path file, SQLException e) {
        if (String.valueOf(e.getMessage()).contains("Out of Memory")) {
            return "its row groups need more than 2 GB of memory; write it again with smaller ones (row_group_size)";
        }
        return FileContent.inPlaceOfData(file)
                .orElseGet(() -> e.getMessage() + ". Expected Parquet with the columns of meta/info.json: get the file"
                        + " again and import it once more");
    }
}
