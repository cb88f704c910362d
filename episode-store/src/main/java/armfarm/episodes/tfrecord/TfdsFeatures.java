package armfarm.episodes.tfrecord;

import armfarm.episodes.export.ExportJson;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * features.json, which tells TensorFlow Datasets how to read the examples.
 *
 * <p>Source: TensorFlow Datasets 4.9.10, core/features, whose messages this is the JSON form of.
 */
final class TfdsFeatures {
    private static final String DEPTH =
            "Where each episode has it: depth, pixel for pixel as the image, in mm along the optical axis, 0 for no return.";

    private static final String PACKAGE = "tensorflow_datasets.core.features.";

    private TfdsFeatures() {}

    /**
     * @param imageSize height and width in pixels, -1 for images of several sizes
     * @param depth whether each episode has depth: TensorFlow Datasets has no place for a feature that some lack
     */
    static Map<String, Object> of(List<Long> imageSize, boolean depth) {
        Map<String, Object> observation = new LinkedHashMap<>();
        observation.put("image", image(imageSize, "3", "uint8", "jpeg", "Camera over the bin, RGB."));
        if (depth) {
            observation.put("depth", image(imageSize, "1", "uint16", "png", DEPTH));
        }
        observation.put("state", tensor("float32", "Gripper in base: x y z in m, quaternion x y z w.", 7));
        observation.put("elapsed_seconds", scalar("float32", "Capture time since the first step, robot's clock."));
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("observation", dictionary(observation));
        step.put("action", tensor("float32", "To the pose of the grasp: dx dy dz in m, sin and cos of the yaw.", 5));
        step.put("reward", scalar("float32", "1 on the last step of a successful grasp, else 0."));
        step.put("discount", scalar("float32", "0 on the last step, else 1."));
        step.put("is_first", scalar("bool", "First step of the attempt."));
        step.put("is_last", scalar("bool", "Last step of the attempt: the gripper closes at its action's end."));
        step.put("is_terminal", scalar("bool", "Same as is_last: every attempt ends in success or failure."));
        step.put("language_instruction", text("What the arm was to do, the same for all."));
        return dictionary(ExportJson.object(
                "steps",
                ExportJson.object(
                        "pythonClassName",
                        PACKAGE + "dataset_feature.Dataset",
                        "sequence",
                        ExportJson.object("feature", dictionary(step), "length", "-1")),
                "episode_metadata",
                dictionary(metadata())));
    }

    private static Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("attempt", text("Id of the attempt, a UUID."));
        metadata.put("success", scalar("bool", "Whether the grasp held, by the label that counts."));
        metadata.put("label_source", text("Who says so."));
        metadata.put("confidence", scalar("float32", "Of the label, 0..1."));
        metadata.put("object", text("Object that is known to have been grasped, else empty."));
        metadata.put("arm", text("Name of the arm."));
        metadata.put("scene", text("Content of the bin since it was last filled."));
        metadata.put("started_at", text("Start, UTC, ISO 8601."));
        metadata.put("model", text("Model that chose the command, empty for a random choice."));
        metadata.put("predicted_probability", scalar("float32", "Success as the model saw it, NaN without one."));
        metadata.put("purpose", text("Why it was made: collection (practice), evaluation or import."));
        metadata.put("object_set", text("Objects in the bin: training, held_out or held_out_kinds."));
        metadata.put("exploration", scalar("bool", "A random choice although there was a model."));
        metadata.put("policy", text("What chose the command: model, random, or recorded (imported, not known)."));
        metadata.put("image_size", tensor("int64", "Height and width in pixels.", 2));
        metadata.put("camera_intrinsics", tensor("float32", "fx fy cx cy in pixels.", 4));
        metadata.put("camera_in_base", tensor("float32", "x y z in m, quaternion x y z w; z into the scene.", 7));
        return metadata;
    }

    /** Names of all features with what they hold, '/' between the levels. */
    static Map<String, String> schema() {
        Map<String, String> schema = new LinkedHashMap<>();
        flatten("", of(List.of(-1L, -1L), true), schema);
        return schema;
    }

    private static void flatten(String name, Map<?, ?> feature, Map<String, String> into) {
        if (feature.get("sequence") instanceof Map<?, ?> sequence) {
            flatten(name, (Map<?, ?>) sequence.get("feature"), into);
        } else if (feature.get("featuresDict") instanceof Map<?, ?> dictionary) {
            ((Map<?, ?>) dictionary.get("features"))
                    .forEach((key, child) ->
                            flatten(name.isEmpty() ? "" + key : name + "/" + key, (Map<?, ?>) child, into));
        } else {
            into.put(name, (String) feature.get("description"));
        }
    }

    private static Map<String, Object> dictionary(Map<String, Object> features) {
        return ExportJson.object(
                "pythonClassName",
                PACKAGE + "features_dict.FeaturesDict",
                "featuresDict",
                ExportJson.object("features", features));
    }

    private static Map<String, Object> tensor(String type, String description, int... shape) {
        return ExportJson.object(
                "pythonClassName",
                PACKAGE + "tensor_feature.Tensor",
                "description",
                description,
                "tensor",
                ExportJson.object(
                        "shape",
                        ExportJson.object(
                                "dimensions",
                                Arrays.stream(shape).mapToObj(Integer::toString).toList()),
                        "dtype",
                        type,
                        "encoding",
                        "none"));
    }

    private static Map<String, Object> scalar(String type, String description) {
        return ExportJson.object(
                "pythonClassName",
                PACKAGE + "scalar.Scalar",
                "description",
                description,
                "tensor",
                ExportJson.object("shape", Map.of(), "dtype", type, "encoding", "none"));
    }

    private static Map<String, Object> text(String description) {
        return ExportJson.object(
                "pythonClassName", PACKAGE + "text_feature.Text", "description", description, "text", Map.of());
    }

    private static Map<String, Object> image(
            List<Long> size, String channels, String type, String encoding, String description) {
        return ExportJson.object(
                "pythonClassName",
                PACKAGE + "image_feature.Image",
                "description",
                description,
                "image",
                ExportJson.object(
                        "shape",
                                ExportJson.object(
                                        "dimensions",
                                        List.of(Long.toString(size.get(0)), Long.toString(size.get(1)), channels)),
                        "dtype", type,
                        "encodingFormat", encoding));
    }
}
