package armfarm.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Settings, manifests and results of models as JSON: components by their names, numbers with every bit. Stateless. */
public final class PolicyJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PolicyJson() {}

    /** In one line. */
    public static String line(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw unwritable(value, e);
        }
    }

    /** For people too: a line for each component. */
    public static byte[] lines(Object value) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw unwritable(value, e);
        }
    }

    private static IllegalArgumentException unwritable(Object value, JsonProcessingException e) {
        return new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }

    public static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    /** @throws JsonProcessingException if it is no JSON */
    public static JsonNode parse(String json) throws JsonProcessingException {
        return JSON.readTree(json);
    }

    /** @throws JsonProcessingException if it is not such a record */
    public static <T> T read(JsonNode json, Class<T> type) throws JsonProcessingException {
        return JSON.treeToValue(json, type);
    }

    /** @throws JsonProcessingException if it is not such a record */
    public static <T> T read(byte[] json, Class<T> type) throws IOException {
        return JSON.readValue(json, type);
    }
}
