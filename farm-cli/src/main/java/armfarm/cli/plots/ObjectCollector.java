package armfarm.cli.plots;

import armfarm.cli.plots.RowsData.Entry;
import armfarm.cli.plots.RowsData.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each object was held. The object of a failed grasp is not known to anybody, so the rate of an object is its
 * successes among all judged attempts in bins with its set of objects.
 */
final class ObjectCollector implements Collector {
    private final Map<String, Map<String, Long>> heldBySet = new TreeMap<>();
    private final Map<String, Long> attemptsBySet = new TreeMap<>();

    static String setLabel(String objectSet) {
        return objectSet.equals("held_out_kinds")
                ? "objects of held-out kinds"
                : objectSet.replace("held_out", "held-out") + " objects";
    }

    @Override
    public void add(JudgedAttempt attempt) {
        String set = setLabel(attempt.objectSet());
        attemptsBySet.merge(set, 1L, Long::sum);
        if (attempt.success() && !attempt.object().isEmpty()) {
            heldBySet.computeIfAbsent(set, name -> new TreeMap<>()).merge(attempt.object(), 1L, Long::sum);
        }
    }

    /** Most often held first. */
    @Override
    public RowsData data() {
        List<Row> rows = new ArrayList<>();
        heldBySet.forEach((set, held) -> held.forEach((object, successes) ->
                rows.add(new Row(object, List.of(new Entry(set, PlottedRate.of(successes, attemptsBySet.get(set))))))));
        rows.sort(Comparator.comparingDouble(
                        (Row row) -> -row.rates().get(0).success().rate())
                .thenComparing(Row::label));
        int shown = Math.min(rows.size(), RowsCollector.MAX_ROWS);
        long attempts =
                heldBySet.keySet().stream().mapToLong(attemptsBySet::get).sum();
        return new RowsData(attempts, rows.subList(0, shown), rows.size() - shown);
    }
}
