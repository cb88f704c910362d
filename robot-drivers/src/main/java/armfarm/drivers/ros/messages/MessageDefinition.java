package armfarm.drivers.ros.messages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Definition text of one message type and its md5 sum.
 *
 * <p>Rule (ROS wiki, "ROS/Technical Overview", message md5): comments and spare blanks go; constants come first, in
 * their order; then the fields, where a field of a message type has that type's sum in place of the type's name.
 * Immutable.
 */
final class MessageDefinition {
    private static final Set<String> BUILT_IN = Set.of(
            "bool",
            "byte",
            "char",
            "int8",
            "uint8",
            "int16",
            "uint16",
            "int32",
            "uint32",
            "int64",
            "uint64",
            "float32",
            "float64",
            "string",
            "time",
            "duration");

    private final String name;
    private final String text;
    private final List<MessageDefinition> nested;
    private final String md5;

    MessageDefinition(String name, String text, List<MessageDefinition> nested) {
        this.name = name;
        this.text = text;
        this.nested = List.copyOf(nested);
        this.md5 = hex(md5Text());
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

    private String md5Text() {
        List<String> constants = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        text.lines().forEach(line -> {
            String[] typeAndRest = line.replaceFirst("#.*", "").trim().split("\\s+", 2);
            if (typeAndRest.length == 2) {
                boolean constant = typeAndRest[1].contains("=");
                (constant ? constants : fields).add(md5Line(typeAndRest[0], typeAndRest[1], constant));
            }
        });
        constants.addAll(fields);
        return String.join("\n", constants);
    }

    private String md5Line(String type, String rest, boolean constant) {
        if (constant) {
            String[] nameAndValue = rest.split("=", 2);
            return type + " " + nameAndValue[0].trim() + "=" + nameAndValue[1].trim();
        }
        String element = type.replaceFirst("\\[.*", "");
        return (BUILT_IN.contains(element) ? type : nestedType(element).md5) + " " + rest;
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

    private static String hex(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
