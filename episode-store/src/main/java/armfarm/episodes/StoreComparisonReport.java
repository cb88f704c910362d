package armfarm.episodes;

import java.util.List;
import java.util.Map;

/**
 * How two stores compare.
 *
 * @param comparedRows by table; a row that one of the two lacks counts too
 * @param differentRows rows with at least one difference
 * @param differences the first of them, at most a hundred
 */
public record StoreComparisonReport(
        Map<String, Long> comparedRows, long differentRows, List<StoreDifference> differences) {
    public StoreComparisonReport {
        comparedRows = Map.copyOf(comparedRows);
        differences = List.copyOf(differences);
    }

    /** Of all tables. */
    public long rows() {
        return comparedRows.values().stream().mapToLong(Long::longValue).sum();
    }
}
