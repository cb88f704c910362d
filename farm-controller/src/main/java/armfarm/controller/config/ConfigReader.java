package armfarm.controller.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads typed values out of a parsed YAML document by dotted key and collects every problem instead of stopping at the
 * first. After the last read, {@link #problems()} also names the keys nobody asked for.
 *
 * <p>Confined to one thread.
 */
final class ConfigReader {
    private final JsonNode root;
    private final Set<String> known = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    ConfigReader(JsonNode root) {
        this.root = root;
    }

    int integer(String key, int fallback, int min, int max) {
        JsonNode node = find(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isIntegralNumber() || node.asLong() < min || node.asLong() > max) {
            problems.add(key + ": found '" + node.asText() + "', expected a whole number from " + min + " to " + max);
            return fallback;
        }
        return node.intValue();
    }

    long longInteger(String key, long fallback) {
        JsonNode node = find(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isIntegralNumber()) {
            problems.add(key + ": found '" + node.asText() + "', expected a whole number");
            return fallback;
        }
        return node.longValue();
    }

    double number(String key, double fallback, double min, double max) {
        JsonNode node = find(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isNumber() || !(node.asDouble() >= min && node.asDouble() <= max)) {
            problems.add(key + ": found '" + node.asText() + "', expected a number from " + min + " to " + max);
            return fallback;
        }
        return node.doubleValue();
    }

    boolean flag(String key, boolean fallback) {
        JsonNode node = find(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isBoolean()) {
            problems.add(key + ": found '" + node.asText() + "', expected true or false");
            return fallback;
        }
        return node.booleanValue();
    }

    String text(String key, String fallback) {
        JsonNode node = find(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isTextual()) {
            problems.add(key + ": found '" + node + "', expected text");
            return fallback;
        }
        return node.textValue();
    }

    /** Problems so far and the unknown keys, in that order. */
    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        collectUnknown(root, "", all);
        return all;
    }

    private void collectUnknown(JsonNode node, String prefix, List<String> all) {
        node.properties().forEach(entry -> {
            String key = prefix + entry.getKey();
            boolean section = known.stream().anyMatch(k -> k.startsWith(key + "."));
            if (section && entry.getValue().isObject()) {
                collectUnknown(entry.getValue(), key + ".", all);
            } else if (section && !entry.getValue().isNull()) {
                all.add(key + ": found '" + entry.getValue().asText() + "', expected a section with keys under it");
            } else if (!section && !known.contains(key)) {
                all.add(key + ": unknown key; known keys near it: " + nearest(prefix));
            }
        });
    }

    private String nearest(String prefix) {
        List<String> siblings =
                known.stream().filter(k -> k.startsWith(prefix)).sorted().toList();
        return String.join(", ", siblings);
    }

    private JsonNode find(String key) {
        known.add(key);
        JsonNode node = root;
        for (String part : key.split("\\.")) {
            node = node.path(part);
        }
        return node.isMissingNode() || node.isNull() ? null : node;
    }
}
