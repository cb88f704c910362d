package armfarm.episodes.query;

import java.util.List;

/** Takes an answer row by row, so that its size does not matter. Confined to one thread. */
public interface TableSink {
    /** Called once, before the first row. */
    void begin(List<TableColumn> columns);

    /** @param values one for each column, of its type or null; the list is not kept */
    void row(List<Object> values);
}
