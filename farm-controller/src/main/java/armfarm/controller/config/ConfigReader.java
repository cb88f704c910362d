package armfarm.controller.config;

import armfarm.messages.Pose;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads typed values out of a parsed YAML document by dotted key and collects every problem instead of stopping at the
 * first. After the last read, {@link #problems()} also names the keys nobody asked for.
 *
 * <p>Confined to one thread.
 */
final class ConfigReader {
    private static final List<Double> NO_MOTION = List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0);

    /** No arm reaches that far; millimetres are beyond it. */
    static final double MAX_METERS = 10;
    /** For messages. */
    static final String METERS = "metres (is it in millimetres?)";
    /** A whole turn and a bit of rounding; nearly all angles in degrees are beyond it. */
    static final double MAX_RADIANS = 6.2832;
    /** For messages. */
    static final String RADIANS = "radians (is it in degrees?)";

    private final JsonNode root;
    /** Where in the file this document is, with a dot behind; empty for the whole file. */
    private final String place;

    private final Set<String> known = new HashSet<>();
    private final List<String> problems = new ArrayList<>();
    private final List<ConfigReader> elements = new ArrayList<>();

    ConfigReader(JsonNode root) {
        this(root, "");
    }

    private ConfigReader(JsonNode root, String place) {
        this.root = root;
        this.place = place;
    }

    /** The sections of a list, each with a reader of its own whose problems are also told here. */
    List<JsonNode> list(String key) {
        JsonNode node = find(key);
        if (node == null) {
            return List.of();
        }
        List<JsonNode> sections = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(sections::add);
        }
        if (sections.isEmpty() || !sections.stream().allMatch(JsonNode::isObject)) {
            problem(key + ": found '" + shown(node) + "', expected a list of sections, each beginning with '- '");
            return List.of();
        }
        return sections;
    }

    /** A reader for a section of a list, perhaps after other values were put under it. */
    ConfigReader element(String key, int index, JsonNode section) {
        ConfigReader element = new ConfigReader(section, place + key + "[" + index + "].");
        elements.add(element);
        return element;
    }

    /** Where this document is in the file, for example cells[0]. */
    String place() {
        return place.isEmpty() ? "the file" : place.substring(0, place.length() - 1);
    }

    /** Notes something wrong that only became clear from several values. */
    void problem(String text) {
        problems.add(place + text);
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    boolean has(String key) {
        return find(key) != null;
    }

    /** Notes a key whose value would do nothing. @param why it would not */
    void requireAbsent(String key, String why) {
        if (has(key)) {
            problem(key + ": would have no effect: " + why);
        }
    }

    int integer(String key, int fallback, int min, int max) {
        JsonNode node = find(key);
        if (node == null) {
            return fallback;
        }
        if (!whole(node) || node.longValue() < min || node.longValue() > max) {
            problem(key + ": found '" + shown(node) + "', expected a whole number from " + min + " to " + max);
            return fallback;
        }
        return node.intValue();
    }

    long longInteger(String key, long fallback) {
        JsonNode node = find(key);
        if (node == null) {
            return fallback;
        }
        if (!whole(node)) {
            problem(key + ": found '" + shown(node) + "', expected a whole number of at most 19 digits");
            return fallback;
        }
        return node.longValue();
    }

    /** A larger one would lose its upper digits. */
    private static boolean whole(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong();
    }

    double number(String key, double fallback, double min, double max) {
        JsonNode node = find(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isNumber() || !(node.asDouble() >= min && node.asDouble() <= max)) {
            problem(key + ": found '" + shown(node) + "', expected a number from " + min + " to " + max);
            return fallback;
        }
        return node.doubleValue();
    }

    /** One number for a square, or a text for anything else. */
    ImageSize imageSize(String key, ImageSize fallback) {
        JsonNode node = find(key);
        if (node == null) {
            return fallback;
        }
        return ImageSize.parse(shown(node)).orElseGet(() -> {
            problem(key + ": found '" + shown(node) + "', expected " + ImageSize.EXPECTED);
            return fallback;
        });
    }

    /** A list of numbers. @param count how many there must be; 0 for any number of them */
    List<Double> numbers(String key, List<Double> fallback, int count) {
        JsonNode node = find(key);
        if (node == null) {
            return fallback;
        }
        List<Double> numbers = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(item -> numbers.add(item.isNumber() ? item.doubleValue() : Double.NaN));
        }
        boolean wrongCount = count > 0 ? numbers.size() != count : numbers.isEmpty();
        if (wrongCount || !numbers.stream().allMatch(Double::isFinite)) {
            problem(key + ": found '" + shown(node) + "', expected a list of " + (count > 0 ? count + " " : "")
                    + "numbers, for example [" + (count == 2 ? "0.1, 0.5" : "0, 0.5, ...") + "]");
            return fallback;
        }
        return numbers;
    }

    /**
     * A list of numbers that each lie between two bounds.
     *
     * @param unit what they are, for the message; a number out of the bounds is usually of another one
     */
    List<Double> numbers(String key, List<Double> fallback, int count, double bound, String unit) {
        List<Double> numbers = numbers(key, fallback, count);
        return within(key, numbers, bound, unit) ? numbers : fallback;
    }

    private boolean within(String key, List<Double> numbers, double bound, String unit) {
        List<Double> beyond =
                numbers.stream().filter(number -> Math.abs(number) > bound).toList();
        if (!beyond.isEmpty()) {
            problem(key + ": found " + beyond + ", expected " + unit + ", from " + -bound + " to " + bound);
        }
        return beyond.isEmpty();
    }

    Duration seconds(String key, double fallback) {
        return Duration.ofNanos(Math.round(1e9 * number(key, fallback, 0, 600)));
    }

    /** Metres, then roll, pitch and yaw about fixed axes in radians; without the key, no motion. */
    Pose pose(String key) {
        List<Double> n = numbers(key, NO_MOTION, 6);
        boolean metres = within(key, n.subList(0, 3), MAX_METERS, METERS);
        boolean radians = within(key, n.subList(3, 6), MAX_RADIANS, RADIANS);
        if (!metres || !radians) {
            n = NO_MOTION;
        }
        Pose roll = turn(n.get(3), 1, 0, 0);
        Pose pitch = turn(n.get(4), 0, 1, 0);
        Pose yaw = turn(n.get(5), 0, 0, 1);
        Pose turned = yaw.compose(pitch).compose(roll);
        return new Pose(n.get(0), n.get(1), n.get(2), turned.qx(), turned.qy(), turned.qz(), turned.qw());
    }

    private static Pose turn(double radians, double x, double y, double z) {
        double sine = Math.sin(radians / 2);
        return new Pose(0, 0, 0, x * sine, y * sine, z * sine, Math.cos(radians / 2));
    }

    boolean flag(String key, boolean fallback) {
        JsonNode node = find(key);
        if (node == null) {
            return fallback;
        }
        if (!node.isBoolean()) {
            problem(key + ": found '" + shown(node) + "', expected true or false");
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
            problem(key + ": found '" + shown(node) + "', expected text");
            return fallback;
        }
        return node.textValue();
    }

    /** A text that must be there. @param what it is, for the message */
    String required(String key, String what) {
        String text = text(key, "");
        if (text.isBlank() && find(key) == null) {
            problem(key + ": missing; expected " + what);
        }
        return text;
    }

    List<String> texts(String key, List<String> fallback) {
        JsonNode node = find(key);
        if (node == null) {
            return fallback;
        }
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(item -> texts.add(item.isTextual() ? item.textValue() : ""));
        }
        if (texts.isEmpty() || texts.contains("")) {
            problem(key + ": found '" + shown(node) + "', expected a list of texts");
            return fallback;
        }
        return texts;
    }

    /**
     * Names with a weight each, or a list of names, which have weight 1.
     *
     * @param problem what is wrong with such weights, if anything is
     */
    Map<String, Double> weights(
            String key, Map<String, Double> fallback, Function<Map<String, Double>, Optional<String>> problem) {
        JsonNode node = find(key);
        if (node == null) {
            return fallback;
        }
        Map<String, Double> weights = new LinkedHashMap<>();
        if (node.isArray()) {
            node.forEach(name -> weights.put(shown(name), 1.0));
        } else {
            node.properties()
                    .forEach(entry -> weights.put(
                            entry.getKey(),
                            entry.getValue().isNumber() ? entry.getValue().doubleValue() : Double.NaN));
        }
        Optional<String> wrong = weights.isEmpty()
                ? Optional.of("are none, expected names with weights, for example {own: 1, imported: 0.5}")
                : problem.apply(weights);
        wrong.ifPresent(text -> problem(key + ": found '" + shown(node) + "': they " + text));
        return wrong.isPresent() ? fallback : weights;
    }

    /** One of some words. */
    <E extends Enum<E>> E word(String key, E fallback, Class<E> words) {
        String found = text(key, fallback.name().toLowerCase(Locale.ROOT));
        List<String> names = new ArrayList<>();
        for (E word : words.getEnumConstants()) {
            String name = word.name().toLowerCase(Locale.ROOT);
            if (name.equals(found)) {
                return word;
            }
            names.add(name);
        }
        problem(key + ": found '" + found + "', expected one of " + String.join(", ", names));
        return fallback;
    }

    /** Some of some words, each once; an empty list is none of them. */
    <E extends Enum<E>> Set<E> words(String key, Set<E> fallback, Class<E> words) {
        JsonNode node = find(key);
        if (node == null) {
            return fallback;
        }
        Map<String, E> byName = new LinkedHashMap<>();
        for (E word : words.getEnumConstants()) {
            byName.put(word.name().toLowerCase(Locale.ROOT), word);
        }
        Set<E> found = EnumSet.noneOf(words);
        boolean good = node.isArray();
        for (JsonNode item : node) {
            E word = item.isTextual() ? byName.get(item.textValue()) : null;
            good &= word != null && found.add(word);
        }
        if (!good) {
            problem(key + ": found '" + shown(node) + "', expected a list of some of "
                    + String.join(", ", byName.keySet()) + ", each at most once; [] for none");
        }
        return good ? found : fallback;
    }

    /** Problems so far and the unknown keys, in that order. */
    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        collectUnknown(root, "", all);
        elements.forEach(element -> all.addAll(element.problems()));
        return all;
    }

    private void collectUnknown(JsonNode node, String prefix, List<String> all) {
        node.properties().forEach(entry -> {
            String key = prefix + entry.getKey();
            boolean section = known.stream().anyMatch(k -> k.startsWith(key + "."));
            if (entry.getKey().contains(".")) {
                all.add(place + key + ": " + nested(entry.getKey()));
            } else if (section && entry.getValue().isObject()) {
                collectUnknown(entry.getValue(), key + ".", all);
            } else if (section && !entry.getValue().isNull()) {
                all.add(place + key + ": found '" + shown(entry.getValue())
                        + "', expected a section with keys under it");
            } else if (!section && !known.contains(key)) {
                all.add(place + key + ": unknown key; " + meant(key) + "known keys near it: " + nearest(prefix));
            } else if (!section && entry.getValue().isNull()) {
                all.add(place + key + ": found nothing, expected a value; leave the key away for its default");
            }
        });
    }

    /** Documentation names a key in a section with a dot between. */
    private static String nested(String dotted) {
        String[] parts = dotted.split("\\.", -1);
        List<String> sections = List.of(parts).subList(0, parts.length - 1);
        return "a dot in a key does not lead into a section; write "
                + sections.stream().map(part -> "'" + part + ":'").collect(Collectors.joining(" and under it "))
                + " and under it, indented, '" + parts[parts.length - 1] + ":'";
    }

    /** The known key that differs only in how its words are joined, with a question. */
    private String meant(String key) {
        return known.stream()
                .filter(k -> letters(k).equals(letters(key)))
                .findFirst()
                .map(k -> "did you mean " + place + k + "? ")
                .orElse("");
    }

    private static String letters(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    private String nearest(String prefix) {
        List<String> siblings =
                known.stream().filter(k -> k.startsWith(prefix)).sorted().toList();
        return siblings.stream().map(k -> place + k).collect(Collectors.joining(", "));
    }

    private static String shown(JsonNode node) {
        return node.isValueNode() ? node.asText() : node.toString();
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
