package armfarm.cli.plots;

import armfarm.cli.plots.JudgedAttempt.Policy;
import armfarm.cli.plots.RowsData.Entry;
import armfarm.cli.plots.RowsData.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Counts success per row and series. */
final class RowsCollector implements Collector {
    static final int MAX_ROWS = 40;

    static final Comparator<String> BY_NUMBER = Comparator.comparing((String name) -> name.replaceAll("\\d+$", ""))
            .thenComparingInt(String::length)
            .thenComparing(Comparator.naturalOrder());
    private static final Comparator<String> RANDOM_FIRST =
            Comparator.<String, Boolean>comparing(row -> row.startsWith("m")).thenComparing(Comparator.naturalOrder());

    private final Map<String, Map<String, long[]>> rows;
    private final Function<JudgedAttempt, String> row;
    private final Function<JudgedAttempt, String> series;
    private long attempts;

    private RowsCollector(
            Comparator<String> order, Function<JudgedAttempt, String> row, Function<JudgedAttempt, String> series) {
        rows = new TreeMap<>(order);
        this.row = row;
        this.series = series;
    }

    /** Row: the arm. Series: who chose. */
    static Collector byArm() {
        return new RowsCollector(
                BY_NUMBER, JudgedAttempt::arm, attempt -> attempt.policy().label());
    }

    /** Row: the model, or random. Series: what for, on which objects. */
    static Collector byModel() {
        return new RowsCollector(
                RANDOM_FIRST,
                attempt -> attempt.policy() == Policy.MODEL
                        ? attempt.model()
                        : attempt.policy().label(),
                RowsCollector::occasion);
    }

    private static String occasion(JudgedAttempt attempt) {
        return switch (attempt.purpose()) {
            case "collection" -> "practice";
            case "import" -> "imported";
            default -> "evaluation, " + ObjectCollector.setLabel(attempt.objectSet());
        };
    }

    @Override
    public void add(JudgedAttempt attempt) {
        attempts++;
        long[] counts = rows.computeIfAbsent(row.apply(attempt), label -> new LinkedHashMap<>())
                .computeIfAbsent(series.apply(attempt), label -> new long[2]);
        counts[0] += attempt.success() ? 1 : 0;
        counts[1]++;
    }

    @Override
    public RowsData data() {
        List<Row> drawn = new ArrayList<>();
        rows.forEach((label, bySeries) -> {
            List<Entry> entries = new ArrayList<>();
            new TreeMap<>(bySeries)
                    .forEach((name, counts) -> entries.add(new Entry(name, PlottedRate.of(counts[0], counts[1]))));
            drawn.add(new Row(label, entries));
        });
        int shown = Math.min(drawn.size(), MAX_ROWS);
        return new RowsData(attempts, drawn.subList(0, shown), drawn.size() - shown);
    }
}
