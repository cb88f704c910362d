package armfarm.cli.plots;

import java.util.List;

/**
 * Rates per model, arm or object.
 *
 * @param attempts judged ones behind all rows
 * @param rows in the order of drawing, top first
 * @param leftOut rows that there was no space for
 */
public record RowsData(long attempts, List<Row> rows, int leftOut) implements PlotData {
    public RowsData {
        rows = List.copyOf(rows);
    }

    /** @param rates one for each series that has attempts in this row */
    public record Row(String label, List<Entry> rates) {
        public Row {
            rates = List.copyOf(rates);
        }
    }

    /** @param series what the legend says */
    public record Entry(String series, PlottedRate success) {}
}
