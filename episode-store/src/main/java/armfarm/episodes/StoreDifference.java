package armfarm.episodes;

/**
 * Something that two stores do not have alike.
 *
 * @param table attempt, frame, label, image or rejected_record
 * @param row the attempt's id, with the sequence of a frame or the number of a label behind it; partition and hash of a rejected
 *     record
 * @param column that differs; empty if one store does not have the row at all
 * @param expected as JSON, "no such row" or "a row"
 * @param found likewise
 */
public record StoreDifference(String table, String row, String column, String expected, String found) {
    @Override
    public String toString() {
        return table + " " + row + (column.isEmpty() ? "" : ", " + column) + ": expected " + expected + ", found "
                + found;
    }
}
