package armfarm.episodes.parquet;

import armfarm.episodes.export.ExportJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns of the frames as LeRobot's info.json describes them. */
final class LeRobotFeatures {
    /** Gripper in base. */
    static final List<String> STATE_ELEMENTS = List.of("x_m", "y_m", "z_m", "qx", "qy", "qz", "qw");

    /** Command to the pose of the grasp. */
    static final List<String> ACTION_ELEMENTS = List.of("dx_m", "dy_m", "dz_m", "sin_yaw", "cos_yaw");

    private LeRobotFeatures() {}

    /**
     * @param imageShape height, width, channels
     * @param lengths gets each column of numbers with how many a row has
     */
    static Map<String, Object> of(String image, List<Integer> imageShape, Map<String, Integer> lengths) {
        Map<String, Object> features = new LinkedHashMap<>();
        features.put(
                image,
                ExportJson.object(
                        "dtype", "image", "shape", imageShape, "names", List.of("height", "width", "channels")));
        add(features, lengths, "observation.state", "float32", STATE_ELEMENTS);
        add(features, lengths, "observation.elapsed_seconds", "float32", List.of());
        add(features, lengths, "action", "float32", ACTION_ELEMENTS);
        add(features, lengths, "timestamp", "float32", List.of());
        add(features, lengths, "frame_index", "int64", List.of());
        add(features, lengths, "episode_index", "int64", List.of());
        add(features, lengths, "index", "int64", List.of());
        add(features, lengths, "task_index", "int64", List.of());
        add(features, lengths, "next.reward", "float32", List.of());
        add(features, lengths, "next.done", "bool", List.of());
        add(features, lengths, "next.success", "bool", List.of());
        return features;
    }

    private static void add(
            Map<String, Object> features,
            Map<String, Integer> lengths,
            String name,
            String type,
            List<String> elements) {
        int length = Math.max(1, elements.size());
        lengths.put(name, length);
        features.put(
                name,
                ExportJson.object(
                        "dtype", type, "shape", List.of(length), "names", elements.isEmpty() ? null : elements));
    }

    static Map<String, String> schema(String image) {
        Map<String, String> schema = new LinkedHashMap<>();
        schema.put(
                image, "struct{bytes, path}: encoded image of the camera over the bin, uint8 [height, width, 3] RGB");
        schema.put("observation.state", "float32 [7]: gripper in base, x y z in m, quaternion x y z w");
        schema.put(
                "observation.elapsed_seconds", "float32: capture time since the first frame, by the robot's clock, s");
        schema.put("action", "float32 [5]: command to the pose of the grasp, dx dy dz in m, sin and cos of the yaw");
        schema.put("timestamp", "float32: frame_index / fps, as LeRobot wants it; not a measured time");
        schema.put("frame_index", "int64: step in the attempt, from 0");
        schema.put("episode_index", "int64: attempt, from 0; meta/episodes has its id, split, label and camera");
        schema.put("index", "int64: frame in the data set, from 0");
        schema.put("task_index", "int64: 0, the only task");
        schema.put("next.reward", "float32: 1 on the last frame of a successful attempt, else 0");
        schema.put("next.done", "bool: last frame of the attempt");
        schema.put("next.success", "bool: last frame of a successful attempt");
        return schema;
    }
}
