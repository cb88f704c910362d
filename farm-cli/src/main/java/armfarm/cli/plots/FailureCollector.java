package armfarm.cli.plots;

import armfarm.cli.plots.RowsData.Entry;
import armfarm.cli.plots.RowsData.Row;
import armfarm.messages.FailureCause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Share of the judged attempts that failed by each cause, per arm or in windows of time. */
final class FailureCollector implements Collector {
    /** Attempts of the first windows; windows grow together when there are too many. */
    private static final int FIRST_WINDOW = 100;

    private static final int MAX_WINDOWS = 20;
    private static final List<String> CAUSES = Stream.concat(
                    FailureCause.words().stream(), Stream.of("cause not known"))
            .toList();

    private final Predicate<JudgedAttempt> fits;
    private final boolean overTime;
    private final Map<String, long[]> byArm = new TreeMap<>(RowsCollector.BY_NUMBER);
    private List<long[]> windows = new ArrayList<>();
    private long window = FIRST_WINDOW;
    private long attempts;

    private FailureCollector(Predicate<JudgedAttempt> fits, boolean overTime) {
        this.fits = fits;
        this.overTime = overTime;
    }

    /** Row: the arm. */
    static Collector byArm() {
        return new FailureCollector(attempt -> true, false);
    }

    /** Row: so many practice attempts, in the order of their start. */
    static Collector overTime() {
        return new FailureCollector(JudgedAttempt::isPractice, true);
    }

    @Override
    public void add(JudgedAttempt attempt) {
        if (!fits.test(attempt)) {
            return;
        }
        long[] counts = overTime ? window() : byArm.computeIfAbsent(attempt.arm(), arm -> newCounts());
        attempts++;
        counts[CAUSES.size()]++;
        if (!attempt.success()) {
            int cause = CAUSES.indexOf(attempt.failureCause());
            counts[cause < 0 ? CAUSES.size() - 1 : cause]++;
        }
    }

    private long[] window() {
        if (attempts == window * MAX_WINDOWS) {
            List<long[]> wider = new ArrayList<>();
            for (int i = 0; i < windows.size(); i += 2) {
                long[] sum = windows.get(i);
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += windows.get(i + 1)[k];
                }
                wider.add(sum);
            }
            windows = wider;
            window *= 2;
        }
        if (attempts == window * windows.size()) {
            windows.add(newCounts());
        }
        return windows.get(windows.size() - 1);
    }

    /** Of each cause, then of all judged attempts. */
    private static long[] newCounts() {
        return new long[CAUSES.size() + 1];
    }

    @Override
    public RowsData data() {
        List<Row> rows = new ArrayList<>();
        byArm.forEach((arm, counts) -> rows.add(row(arm, counts)));
        LongFunction<String> number = value -> String.format(Locale.ROOT, "%,d", value);
        for (int i = 0; i < windows.size(); i++) {
            long last = Math.min(attempts, (i + 1) * window);
            rows.add(row(number.apply(i * window + 1) + " to " + number.apply(last), windows.get(i)));
        }
        int shown = Math.min(rows.size(), RowsCollector.MAX_ROWS);
        return new RowsData(attempts, rows.subList(0, shown), rows.size() - shown);
    }

    private static Row row(String label, long[] counts) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < CAUSES.size(); i++) {
            if (counts[i] > 0 || i < CAUSES.size() - 1) { // unknown only where there is some
                entries.add(new Entry(CAUSES.get(i), PlottedRate.of(counts[i], counts[CAUSES.size()])));
            }
        }
        entries.sort(Comparator.comparing(Entry::series));
        return new Row(label, entries);
    }
}
