package armfarm.cli;

import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import java.util.List;

/** Hands the first rows of an answer on, and knows whether there were more. Confined to one thread. */
final class FirstRows implements TableSink {
    private final TableSink sink;
    private final long limit;
    private long count;
    private boolean cut;

    /** @param limit rows at most; 0 for all */
    FirstRows(TableSink sink, long limit) {
        this.sink = sink;
        this.limit = limit;
    }

    @Override
    public void begin(List<TableColumn> columns) {
        sink.begin(columns);
    }

    @Override
    public void row(List<Object> values) {
        if (limit > 0 && count == limit) {
            cut = true;
            return;
        }
        count++;
        sink.row(values);
    }

    /** Rows that were handed on. */
    long count() {
        return count;
    }

    /** Whether rows came that were not handed on. */
    boolean cut() {
        return cut;
    }
}
