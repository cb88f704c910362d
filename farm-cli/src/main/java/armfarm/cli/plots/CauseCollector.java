package armfarm.cli.plots;

import armfarm.cli.plots.RowsData.Entry;
import armfarm.cli.plots.RowsData.Row;
import armfarm.messages.FailureCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Of failures with a prediction, why they failed. Row: the likeliest cause that was predicted. Series: the actual one. */
final class CauseCollector implements Collector {
    private static final List<String> CAUSES = FailureCause.words();

    private final Map<String, long[]> byPrediction = new TreeMap<>();
    private long attempts;

    @Override
    public void add(JudgedAttempt attempt) {
        int cause = CAUSES.indexOf(attempt.failureCause());
        if (cause < 0 || attempt.predictedCause().isEmpty()) {
            return;
        }
        attempts++;
        byPrediction.computeIfAbsent(attempt.predictedCause(), predicted -> new long[CAUSES.size()])[cause]++;
    }

    @Override
    public RowsData data() {
        List<Row> rows = new ArrayList<>();
        for (String predicted : CAUSES) {
            if (byPrediction.containsKey(predicted)) {
                rows.add(row(predicted, byPrediction.get(predicted)));
            }
        }
        return new RowsData(attempts, rows, 0);
    }

    private static Row row(String predicted, long[] counts) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            entries.add(new Entry("was " + CAUSES.get(i), PlottedRate.of(counts[i], all)));
        }
        return new Row("predicted " + predicted, entries);
    }
}
