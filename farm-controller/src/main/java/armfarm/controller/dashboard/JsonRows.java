package armfarm.controller.dashboard;

import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Collects rows as JSON objects. Confined to one thread. */
final class JsonRows implements TableSink {
    private final ArrayNode rows;
    private List<TableColumn> columns = List.of();

    JsonRows(ObjectMapper json) {
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
            Object value = values.get(i);
            if (value == null) {
                row.putNull(name);
            } else if (value instanceof Double number && Double.isFinite(number)) {
                row.put(name, number);
            } else if (value instanceof Long number && Math.abs(number) <= 1L << 53) {
                row.put(name, number);
            } else if (value instanceof Boolean flag) {
                row.put(name, flag);
            } else {
                // A browser's numbers do not hold a seed of 64 bits.
                row.put(name, value.toString());
            }
        }
    }
}
