package armfarm.drivers.cell;

import armfarm.messages.DriverException;
import armfarm.messages.ObjectSet;
import armfarm.messages.cell.SceneRequest;
import armfarm.messages.cell.SceneState;
import armfarm.messages.cell.SimulatorTruth;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/**
 * JSON texts of the topics that ROS has no message type for: workcell/arrange, workcell/arranged and sim/truth. Fields
 * nobody knows are ignored; missing or wrong ones are refused with a {@link DriverException}. Stateless.
 */
public final class WorkcellJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WorkcellJson() {}

    /** A request with the id its answer repeats. */
    public record Arrange(String id, SceneRequest request) {}

    /**
     * The answer to a request.
     *
     * @param error why it could not be done; then the scene is empty
     */
    public record Arranged(String id, Optional<SceneState> scene, Optional<String> error) {}

    public static String write(Arrange arrange) {
        SceneRequest request = arrange.request();
        return text(JSON.createObjectNode()
                .put("id", arrange.id())
                .put("kind", lower(request.kind()))
                .put("object_set", lower(request.objectSet()))
                .put("seed", request.seed()));
    }

    public static Arrange readArrange(String json) {
        JsonNode node = read(json);
        JsonNode seed = node.path("seed");
        if (!seed.canConvertToLong() || !seed.isIntegralNumber()) {
            throw bad(json, "a whole number 'seed'");
        }
        SceneRequest.Kind kind = word(json, node, "kind", SceneRequest.Kind.class);
        ObjectSet objectSet = word(json, node, "object_set", ObjectSet.class);
        return new Arrange(string(json, node, "id"), new SceneRequest(kind, objectSet, seed.longValue()));
    }

    public static String write(Arranged arranged) {
        ObjectNode node = JSON.createObjectNode().put("id", arranged.id());
        arranged.scene()
                .ifPresent(scene -> node.put("scene_id", scene.sceneId()).put("object_set", lower(scene.objectSet())));
        arranged.error().ifPresent(error -> node.put("error", error));
        return text(node);
    }

    public static Arranged readArranged(String json) {
        JsonNode node = read(json);
        String id = string(json, node, "id");
        if (node.has("error")) {
            return new Arranged(id, Optional.empty(), Optional.of(string(json, node, "error")));
        }
        SceneState scene =
                new SceneState(string(json, node, "scene_id"), word(json, node, "object_set", ObjectSet.class));
        return new Arranged(id, Optional.of(scene), Optional.empty());
    }

    public static String write(SimulatorTruth truth) {
        return text(
                JSON.createObjectNode().put("held_object", truth.heldObject().orElse("")));
    }

    public static SimulatorTruth readTruth(String json) {
        String held = string(json, read(json), "held_object");
        return new SimulatorTruth(held.isEmpty() ? Optional.empty() : Optional.of(held));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new DriverException("Not a JSON text: " + e.getOriginalMessage(), e);
        }
    }

    private static String text(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String string(String json, JsonNode node, String field) {
        if (!node.path(field).isTextual()) {
            throw bad(json, "a text '" + field + "'");
        }
        return node.get(field).textValue();
    }

    private static <E extends Enum<E>> E word(String json, JsonNode node, String field, Class<E> words) {
        String found = string(json, node, field);
        for (E word : words.getEnumConstants()) {
            if (lower(word).equals(found)) {
                return word;
            }
        }
        throw bad(json, "a known '" + field + "', not '" + found + "'");
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static DriverException bad(String json, String expected) {
        return new DriverException("JSON text " + json + " needs " + expected);
    }
}
