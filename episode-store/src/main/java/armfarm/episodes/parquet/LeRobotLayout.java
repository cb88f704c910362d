package armfarm.episodes.parquet;

import armfarm.episodes.Split;
import armfarm.episodes.export.ExportContext;
import armfarm.episodes.export.ExportItem;
import armfarm.episodes.export.ExportJson;
import armfarm.episodes.export.FileSink;
import armfarm.episodes.export.FinishedPart;
import armfarm.episodes.export.FormatLayout;
import armfarm.episodes.export.ImageBytes;
import armfarm.episodes.export.PartPlace;
import armfarm.episodes.export.Readme;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * LeRobot v3.0 with the images inside Parquet: an attempt is an episode, a step is a frame. Episodes are in the order of the
 * splits, which LeRobot tells apart by ranges of episodes.
 *
 * <p>Source: LeRobot 0.4.4, lerobot/datasets/utils.py and lerobot_dataset.py.
 */
public final class LeRobotLayout implements FormatLayout {
    private static final String IMAGE = "observation.images.bin";
    /** A part's rows are in memory, twice while they are written. */
    private static final long FILE_BYTES = 64L << 20;

    private static final String TASKS_METADATA = ExportJson.line(ExportJson.object(
            "index_columns", List.of("task"),
            "column_indexes",
                    List.of(ExportJson.object(
                            "name",
                            null,
                            "field_name",
                            null,
                            "pandas_type",
                            "unicode",
                            "numpy_type",
                            "object",
                            "metadata",
                            ExportJson.object("encoding", "UTF-8"))),
            "columns",
                    List.of(
                            ExportJson.object(
                                    "name",
                                    "task_index",
                                    "field_name",
                                    "task_index",
                                    "pandas_type",
                                    "int64",
                                    "numpy_type",
                                    "int64",
                                    "metadata",
                                    null),
                            ExportJson.object(
                                    "name",
                                    "task",
                                    "field_name",
                                    "task",
                                    "pandas_type",
                                    "unicode",
                                    "numpy_type",
                                    "object",
                                    "metadata",
                                    null)),
            "pandas_version", "2.0.0"));

    @Override
    public String version() {
        return "v3.0";
    }

    @Override
    public long fileBytes() {
        return FILE_BYTES;
    }

    @Override
    public void writePart(PartPlace place, Iterator<ExportItem> items, FileSink files) {
        int number = place.part().number();
        try (LeRobotFiles part = new LeRobotFiles(place)) {
            DuckDb.translating("collect the rows of a Parquet file", () -> {
                part.append(items);
                return null;
            });
            files.write(
                    path("data", number),
                    file -> DuckDb.translating("write " + file, () -> {
                        part.writeFrames(file);
                        return null;
                    }));
            files.write(
                    path("meta/episodes", number),
                    file -> DuckDb.translating("write " + file, () -> {
                        part.writeEpisodes(file, number);
                        return null;
                    }));
        }
    }

    private static String path(String folder, int number) {
        return String.format(
                Locale.ROOT,
                "%s/chunk-%03d/file-%03d.parquet",
                folder,
                number / LeRobotFiles.FILES_PER_CHUNK,
                number % LeRobotFiles.FILES_PER_CHUNK);
    }

    @Override
    public void finish(ExportContext export, FileSink files) {
        ImageStatistics images = LeRobotStatistics.images(export);
        Map<String, Integer> lengths = new LinkedHashMap<>();
        Map<String, Object> features = LeRobotFeatures.of(IMAGE, images.shape(), lengths);
        Map<String, Object> statistics = new LinkedHashMap<>();
        statistics.put(IMAGE, images.toJson());
        statistics.putAll(LeRobotStatistics.columns(export, lengths));
        files.write(
                "meta/tasks.parquet",
                file -> DuckDb.translating("write " + file, () -> {
                    try (DuckDb database = DuckDb.open()) {
                        database.copy(
                                "select 0::bigint as task_index, " + DuckDb.literal(LeRobotFiles.TASK) + " as task",
                                file,
                                1,
                                ", kv_metadata {pandas: " + DuckDb.literal(TASKS_METADATA) + "}");
                    }
                    return null;
                }));
        files.write("meta/stats.json", ExportJson.pretty(statistics));
        files.write("meta/info.json", ExportJson.pretty(info(export, features)));
    }

    private static Map<String, Object> info(ExportContext export, Map<String, Object> features) {
        return ExportJson.object(
                "codebase_version",
                "v3.0",
                "robot_type",
                "armfarm",
                "total_episodes",
                export.total().attempts(),
                "total_frames",
                export.total().steps(),
                "total_tasks",
                1,
                "chunks_size",
                LeRobotFiles.FILES_PER_CHUNK,
                "data_files_size_in_mb",
                100,
                "video_files_size_in_mb",
                200,
                "fps",
                LeRobotFiles.FRAMES_PER_SECOND,
                "splits",
                splits(export),
                "data_path",
                "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
                "video_path",
                null,
                "features",
                features);
    }

    private static Map<String, String> splits(ExportContext export) {
        Map<String, String> splits = new LinkedHashMap<>();
        long from = 0;
        for (Split split : Split.values()) {
            long to = from + export.total(split).attempts();
            if (to > from) {
                splits.put(split.label(), from + ":" + to);
            }
            from = to;
        }
        return splits;
    }

    @Override
    public long check(Path folder, FinishedPart part) {
        String path = part.files().get(0).path();
        String source = " from " + DuckDb.parquet(folder.resolve(path));
        return DuckDb.translating("read " + path, () -> {
            try (DuckDb database = DuckDb.open()) {
                if (part.counts().attempts() > 0) {
                    byte[] image = database.row(
                            "select \"" + IMAGE + "\".bytes" + source + " limit 1", row -> row.getBytes(1));
                    ImageBytes.decode(image, path);
                }
                return database.row("select count(distinct episode_index)" + source, row -> row.getLong(1));
            }
        });
    }

    @Override
    public Map<String, String> schema() {
        return LeRobotFeatures.schema(IMAGE);
    }

    @Override
    public String readme(ExportContext export) {
        return Readme.text("lerobot", export);
    }
}
