package armfarm.controller.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads one YAML document of which every word counts. What YAML allows and a parser would drop or read otherwise than a
 * person does is refused, each with its line: a key written twice, a second document, anchors, aliases and tags, and
 * numbers in another base than ten.
 *
 * <p>Used once; confined to one thread.
 */
final class StrictYaml {
    private static final YAMLMapper YAML = new YAMLMapper();

    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(0|[1-9]\\d*|\\d+\\.\\d*|\\.\\d+|\\d+(\\.\\d*)?[eE][-+]?\\d+)");

    private final List<String> problems = new ArrayList<>();
    /** Lines of the keys of each open mapping; of an open list none. */
    private final Deque<Map<String, Integer>> open = new ArrayDeque<>();

    private StrictYaml() {}

    /** What was read: with problems, the document is not to be used. */
    record Document(JsonNode root, List<String> problems) {}

    /** @throws JsonProcessingException if the text is not YAML at all */
    static Document read(String text) throws IOException {
        StrictYaml yaml = new StrictYaml();
        yaml.walk(text);
        return new Document(YAML.readTree(text), yaml.problems);
    }

    /** Of a text of our own, which is not looked at as closely. */
    static JsonNode trusted(String text) throws IOException {
        return YAML.readTree(text);
    }

    private void walk(String text) throws IOException {
        boolean begun = false;
        try (YAMLParser parser = YAML.getFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (open.isEmpty() && begun) {
                    problem(parser, "a second document begins; only the first would be read, put all into one");
                    return;
                }
                begun = true;
                look(parser, token);
            }
        }
    }

    private void look(YAMLParser parser, JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT, START_ARRAY -> {
                plain(parser);
                open.push(new HashMap<>());
            }
            case END_OBJECT, END_ARRAY -> open.pop();
            case FIELD_NAME -> key(parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                plain(parser);
                if (!DECIMAL.matcher(parser.getText()).matches()) {
                    problem(
                            parser,
                            "the number '" + parser.getText() + "' would be read as " + value(parser)
                                    + "; write it in plain decimal digits, or in quotes if it is a text");
                }
            }
            default -> plain(parser);
        }
    }

    private static String value(YAMLParser parser) throws IOException {
        return parser.getNumberValue().toString();
    }

    private void key(YAMLParser parser) throws IOException {
        String key = parser.currentName();
        Integer before = open.element().putIfAbsent(key, line(parser));
        if (before != null) {
            problem(
                    parser,
                    "the key '" + key + "' is there a second time, first in line " + before
                            + "; only the last would count, keep one");
        }
    }

    /** Values that stand for themselves. */
    private void plain(YAMLParser parser) throws IOException {
        if (parser.isCurrentAlias()) {
            problem(parser, "the alias '*" + parser.getText() + "' is not followed here; write the values out");
        } else if (parser.getTypeId() != null) {
            problem(parser, "the tag '" + parser.getTypeId() + "' has no meaning here; leave it away");
        } else if (parser.getObjectId() != null) {
            problem(
                    parser,
                    "the anchor '&" + parser.getObjectId()
                            + "' has no meaning here; leave it away and write the values out");
        }
    }

    private void problem(YAMLParser parser, String what) {
        problems.add("line " + line(parser) + ": " + what);
    }

    private static int line(YAMLParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
