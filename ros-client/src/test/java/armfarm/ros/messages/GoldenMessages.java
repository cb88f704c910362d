package armfarm.ros.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The golden bytes in ros1/golden.jsonl, which ros1/golden.py printed by rospy's own serialization. */
public final class GoldenMessages {
    private GoldenMessages() {}

    /** One message: its sum, its bytes and every value in the order of the wire. */
    public record Golden(String md5, String hex, List<Object> values) {
        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    /** By type name. */
    public static Map<String, Golden> stored() {
        try (InputStream in = GoldenMessages.class.getResourceAsStream("/ros1/golden.jsonl")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what golden.py prints. */
    public static Map<String, Golden> parse(String lines) throws IOException {
        JsonMapper json = new JsonMapper();
        Map<String, Golden> messages = new TreeMap<>();
        for (String line : lines.lines().toList()) {
            JsonNode message = json.readTree(line);
            List<Object> values = new ArrayList<>();
            message.get("values").forEach(value -> values.add(value(value)));
            messages.put(
                    message.get("type").asText(),
                    new Golden(message.get("md5").asText(), message.get("hex").asText(), values));
        }
        return messages;
    }

    private static Object value(JsonNode value) {
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        return value.isTextual() ? value.asText() : (Object) value.asDouble();
    }
}
