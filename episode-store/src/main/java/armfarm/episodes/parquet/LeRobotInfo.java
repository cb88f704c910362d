package armfarm.episodes.parquet;

import armfarm.episodes.export.ExportJson;
import armfarm.episodes.imports.DatasetFiles;
import armfarm.episodes.imports.FileContent;
import armfarm.episodes.imports.ImportSettings;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What meta/info.json says of a data set, as far as an import needs it. Immutable.
 *
 * @param imageColumn the one to take
 * @param columns all columns of the frames
 */
record LeRobotInfo(String imageColumn, List<String> columns) {
    static final String STATE = "observation.state";
    static final String ACTION = "action";
    static final String ELAPSED = "observation.elapsed_seconds";
    static final String SUCCESS = "next.success";

    private static final String VERSION = "v3.";

    LeRobotInfo {
        columns = List.copyOf(columns);
    }

    /**
     * @throws FarmException (CONFIG) if there is no data set, or none that can be read with these settings; (DATA) if the
     *     file is damaged
     */
    static LeRobotInfo read(Path root, ImportSettings settings) {
        Path file = root.resolve("meta/info.json");
        if (!Files.isRegularFile(file)) {
            throw wrong("Folder " + root + " is no LeRobot data set: it has no meta/info.json. "
                    + (Files.isDirectory(root)
                                    && !DatasetFiles.in(root, 1, name -> name.contains(".tfrecord"))
                                            .isEmpty()
                            ? "It holds TFRecord files: import them with --format brain2016"
                            : "Name the folder that holds data and meta"));
        }
        JsonNode info;
        try {
            info = ExportJson.parse(file);
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Cannot read " + file + ": "
                            + FileContent.inPlaceOfData(file).orElse(e.getMessage() + "; get the data set again"),
                    e);
        }
        String version = info.path("codebase_version").asText();
        if (!version.startsWith(VERSION)) {
            throw wrong(file + ": codebase_version is '" + version + "', expected v3.0; convert older ones with"
                    + " lerobot.datasets.v30.convert_dataset_v21_to_v30");
        }
        List<String> columns = new ArrayList<>();
        info.path("features").fieldNames().forEachRemaining(columns::add);
        String image = imageColumn(file, info.path("features"), columns, settings.imageColumn());
        if (!settings.viewsOnly()) {
            requireElements(file, info.path("features"), STATE, LeRobotFeatures.STATE_ELEMENTS);
            requireElements(file, info.path("features"), ACTION, LeRobotFeatures.ACTION_ELEMENTS);
        }
        return new LeRobotInfo(image, columns);
    }

    boolean has(String column) {
        return columns.contains(column);
    }

    private static String imageColumn(Path file, JsonNode features, List<String> columns, Optional<String> asked) {
        List<String> images = ofType(features, columns, "image");
        List<String> videos = ofType(features, columns, "video");
        if (asked.isPresent()) {
            if (!images.contains(asked.get())) {
                throw wrong(file + ": column '" + asked.get() + "' is not one of its images, which are " + images
                        + (videos.isEmpty() ? "" : "; videos cannot be read: " + videos) + ". Name one with --image");
            }
            return asked.get();
        }
        if (images.size() > 1) {
            throw wrong(file + ": there are several cameras, " + images + "; name the one to take with --image");
        }
        if (images.isEmpty() && !videos.isEmpty()) {
            JsonNode details = features.path(videos.get(0)).path("info");
            throw wrong(file + ": the images are encoded as video in " + videos + " (codec "
                    + details.path("video.codec").asText("not stated") + "), expected images inside the Parquet files."
                    + " Record or convert the data set with use_videos=False, then import that");
        }
        if (images.isEmpty()) {
            throw wrong(file + ": no column holds images, found " + columns + ", expected one of dtype image");
        }
        return images.get(0);
    }

    private static List<String> ofType(JsonNode features, List<String> columns, String type) {
        return columns.stream()
                .filter(column -> features.path(column).path("dtype").asText().equals(type))
                .toList();
    }

    private static void requireElements(Path file, JsonNode features, String column, List<String> expected) {
        JsonNode feature = features.path(column);
        List<String> names = new ArrayList<>();
        feature.path("names").forEach(name -> names.add(name.asText()));
        if (!names.equals(expected) || feature.path("shape").path(0).asInt() != expected.size()) {
            throw wrong(file + ": column " + column + " has shape " + feature.path("shape") + " and names "
                    + feature.path("names") + ", expected [" + expected.size() + "] and " + expected
                    + ", the command of a grasp and the gripper's pose. To bring in the images without commands, add"
                    + " --frames");
        }
    }

    private static FarmException wrong(String message) {
        return new FarmException(ErrorCode.CONFIG, message);
    }
}
