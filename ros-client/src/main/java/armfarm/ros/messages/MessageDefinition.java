package armfarm.ros.messages;

import armfarm.messages.hash.Hash;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Definition text of one message type and its md5 sum.
 *
 * <p>Rule (ROS wiki, "ROS/Technical Overview", message md5): comments and spare blanks go; constants come first, in
 * their order; then the fields, where a field of a message type has that type's sum in place of the type's name.
 * Immutable.
 */
final class MessageDefinition {
    /** Built-in types with the bytes they take; a string takes its length at least. */
    private static final Map<String, Integer> BUILT_IN = Map.ofEntries(
            Map.entry("bool", 1),
            Map.entry("byte", 1),
            Map.entry("char", 1),
            Map.entry("int8", 1),
            Map.entry("uint8", 1),
            Map.entry("int16", 2),
            Map.entry("uint16", 2),
            Map.entry("int32", 4),
            Map.entry("uint32", 4),
            Map.entry("int64", 8),
            Map.entry("uint64", 8),
            Map.entry("float32", 4),
            Map.entry("float64", 8),
            Map.entry("string", 4),
            Map.entry("time", 8),
            Map.entry("duration", 8));

    private static final int COUNT_BYTES = 4;

    private final String name;
    private final String text;
    private final List<MessageDefinition> nested;
    private final String md5;

    MessageDefinition(String name, String text, List<MessageDefinition> nested) {
        this.name = name;
        this.text = text;
        this.nested = List.copyOf(nested);
        this.md5 = Hash.MD5.hex(md5Text());
    }

    String name() {
        return name;
    }

    String md5() {
        return md5;
    }

    String fullText() {
        Set<MessageDefinition> all = new LinkedHashSet<>();
        collectNested(all);
        StringBuilder full = new StringBuilder(text);
        for (MessageDefinition part : all) {
            full.append("=".repeat(80))
                    .append("\nMSG: ")
                    .append(part.name)
                    .append('\n')
                    .append(part.text);
        }
        return full.toString();
    }

    private void collectNested(Set<MessageDefinition> into) {
        for (MessageDefinition part : nested) {
            if (into.add(part)) {
                part.collectNested(into);
            }
        }
    }

    /** One line of the definition that is not empty: a field, or a constant. */
    private record Line(String type, String rest) {
        boolean constant() {
            return rest.contains("=");
        }

        String elementType() {
            return type.replaceFirst("\\[.*", "");
        }
    }

    private List<Line> lines() {
        return text.lines()
                .map(line -> line.replaceFirst("#.*", "").trim().split("\\s+", 2))
                .filter(words -> words.length == 2)
                .map(words -> new Line(words[0], words[1]))
                .toList();
    }

    /** The least a message takes: strings and lists without a fixed count are empty then. */
    int minBytes() {
        return lines().stream()
                .filter(line -> !line.constant())
                .mapToInt(this::minBytes)
                .sum();
    }

    private int minBytes(Line field) {
        if (field.type().endsWith("[]")) {
            return COUNT_BYTES;
        }
        String element = field.elementType();
        Integer builtIn = BUILT_IN.get(element);
        int size = builtIn == null ? nestedType(element).minBytes() : builtIn;
        return field.type().equals(element)
                ? size
                : size * Integer.parseInt(field.type().replaceAll("[^\\[]*\\[|\\]", ""));
    }

    /** What the md5 sum is taken over. */
    String md5Text() {
        List<String> constants = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        for (Line line : lines()) {
            (line.constant() ? constants : fields).add(md5Line(line));
        }
        constants.addAll(fields);
        return String.join("\n", constants);
    }

    private String md5Line(Line line) {
        if (line.constant()) {
            String[] nameAndValue = line.rest().split("=", 2);
            return line.type() + " " + nameAndValue[0].trim() + "=" + nameAndValue[1].trim();
        }
        String element = line.elementType();
        return (BUILT_IN.containsKey(element) ? line.type() : nestedType(element).md5) + " " + line.rest();
    }

    private MessageDefinition nestedType(String type) {
        String full = type.equals("Header")
                ? "std_msgs/Header"
                : type.contains("/") ? type : name.substring(0, name.indexOf('/') + 1) + type;
        return nested.stream()
                .filter(part -> part.name.equals(full))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " names " + full + ", which is not given"));
    }
}
