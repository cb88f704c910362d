package armfarm.controller.dashboard;

import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * Collects rows as JSON objects; lists are arrays, numbers that are not finite, which JSON does not know, are null. Confined to one
 * thread.
 */
final class JsonRows implements TableSink {
    /** Integers of 64 bits, which a browser's numbers do not hold: always text, so that their type does not change from row to row. */
    private static final Set<String> AS_TEXT = Set.of("cem_seed");

    private final ObjectMapper json;
    private final ArrayNode rows;
    private List<TableColumn> columns = List.of();

    JsonRows(ObjectMapper json) {
        this.json = json;
        this.rows = json.createArrayNode();
    }

    ArrayNode rows() {
        return rows;
    }

    @Override
    public void begin(List<TableColumn> all) {
        columns = all;
    }

    @Override
    public void row(List<Object> values) {
        ObjectNode row = rows.addObject();
        for (int i = 0; i < values.size(); i++) {
            String name = columns.get(i).name();
            row.set(
                    name,
                    node(
                            AS_TEXT.contains(name)
                                    ? TableColumn.Type.TEXT
                                    : columns.get(i).type(),
                            values.get(i)));
        }
    }

    private JsonNode node(TableColumn.Type type, Object value) {
        if (value == null) {
            return rows.nullNode();
        }
        return switch (type) {
            case NUMBER -> number((Double) value);
            case INTEGER -> rows.numberNode((Long) value);
            case FLAG -> rows.booleanNode((Boolean) value);
            case NUMBERS -> list(value, TableColumn.Type.NUMBER);
            case INTEGERS -> list(value, TableColumn.Type.INTEGER);
            case FLAGS -> list(value, TableColumn.Type.FLAG);
            case TEXTS -> list(value, TableColumn.Type.TEXT);
            case JSON -> parsed((String) value);
            case TEXT, TIME, DAY -> rows.textNode(value.toString());
        };
    }

    private JsonNode number(double number) {
        return Double.isFinite(number) ? rows.numberNode(number) : rows.nullNode();
    }

    private ArrayNode list(Object values, TableColumn.Type elements) {
        ArrayNode list = rows.arrayNode();
        ((List<?>) values).forEach(value -> list.add(node(elements, value)));
        return list;
    }

    private JsonNode parsed(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database's JSON is not JSON: " + text, e);
        }
    }
}
