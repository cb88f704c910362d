package armfarm.episodes.shard;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Writes one flat JSON object (RFC 8259), ASCII only; values that are objects or lists come in as written JSON. */
final class JsonObject {
    private final StringJoiner members = new StringJoiner(",", "{", "}");

    JsonObject text(String key, String value) {
        return raw(key, quoted(value));
    }

    JsonObject number(String key, long value) {
        return raw(key, Long.toString(value));
    }

    /** JSON has no word for a value that is not finite: null stands for it. */
    JsonObject number(String key, double value) {
        return raw(key, number(value));
    }

    JsonObject raw(String key, String json) {
        members.add(quoted(key) + ":" + json);
        return this;
    }

    static String numbers(double... values) {
        return Arrays.stream(values).mapToObj(JsonObject::number).collect(Collectors.joining(",", "[", "]"));
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "null";
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    @Override
    public String toString() {
        return members.toString();
    }
}
