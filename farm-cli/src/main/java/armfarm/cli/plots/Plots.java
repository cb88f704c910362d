package armfarm.cli.plots;

import armfarm.cli.plots.JudgedAttempt.Policy;
import armfarm.episodes.DataQueries;
import armfarm.episodes.query.AttemptFilter;
import armfarm.episodes.query.AttemptQuery;
import armfarm.episodes.query.TableColumn;
import armfarm.episodes.query.TableSink;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongConsumer;

/**
 * Reads the attempts that fit once, row by row, and makes the numbers of all plots from them. Used once; confined to one thread.
 */
public final class Plots {
    private static final List<String> COLUMNS = List.of(
            "outcome",
            "arm",
            "model",
            "exploration",
            "predicted",
            "object",
            "object_set",
            "purpose",
            "failure_cause",
            "predicted_cause");

    private final Map<PlotKind, Collector> collectors = new EnumMap<>(PlotKind.class);
    private final String where;
    private long attempts;
    private long judged;

    private Plots(List<PlotKind> kinds, String where) {
        this.where = where;
        kinds.forEach(kind -> collectors.put(kind, collector(kind)));
    }

    /**
     * Reads the store.
     *
     * @param progress told the number of attempts read so far, at each
     * @throws FarmException (DATA) if none of the attempts that fit ended in success or failure; (RESOURCE) if it took longer
     *     than the timeout
     */
    public static Plots read(
            List<PlotKind> kinds, DataQueries queries, AttemptFilter filter, Duration timeout, LongConsumer progress) {
        Plots plots = new Plots(kinds, filter.text());
        queries.attempts(
                new AttemptQuery(filter, COLUMNS, AttemptQuery.Order.OLDEST, 0), timeout, plots.sink(progress));
        if (plots.judged == 0) {
            throw new FarmException(
                    ErrorCode.DATA,
                    plots.attempts == 0
                            ? "Nothing to plot: no attempt " + (plots.where.isEmpty() ? "is stored" : "fits the filter")
                            : "Nothing to plot: none of the " + plots.attempts
                                    + " attempts that fit ended in success or failure");
        }
        return plots;
    }

    private static Collector collector(PlotKind kind) {
        return switch (kind) {
            case TIME -> new TimeCollector();
            case MODEL -> RowsCollector.byModel();
            case OBJECT -> new ObjectCollector();
            case ARM -> RowsCollector.byArm();
            case FAILURES -> FailureCollector.byArm();
            case FAILURES_TIME -> FailureCollector.overTime();
            case CAUSES -> new CauseCollector();
            case CALIBRATION -> new CalibrationCollector();
        };
    }

    private TableSink sink(LongConsumer progress) {
        return new TableSink() {
            @Override
            public void begin(List<TableColumn> columns) {}

            @Override
            public void row(List<Object> values) {
                progress.accept(++attempts);
                add(values);
            }
        };
    }

    private void add(List<Object> values) {
        boolean success = "success".equals(values.get(0));
        if (!success && !"failure".equals(values.get(0))) {
            return;
        }
        judged++;
        String model = (String) values.get(2);
        String purpose = (String) values.get(7);
        JudgedAttempt attempt = new JudgedAttempt(
                (String) values.get(1),
                model,
                Policy.of(model, (Boolean) values.get(3), purpose),
                values.get(4) == null ? OptionalDouble.empty() : OptionalDouble.of((Double) values.get(4)),
                (String) values.get(5),
                (String) values.get(6),
                purpose,
                success,
                values.get(8) == null ? "" : (String) values.get(8),
                values.get(9) == null ? "" : (String) values.get(9));
        collectors.values().forEach(collector -> collector.add(attempt));
    }

    /** Attempts that fit the filter. */
    public long attempts() {
        return attempts;
    }

    /** Those of them that ended in success or failure. */
    public long judged() {
        return judged;
    }

    /** Which attempts, for people. */
    String selection() {
        return where.isEmpty() ? "all attempts" : where;
    }

    /** @throws FarmException (DATA) if no attempt belongs in this plot */
    public PlotData data(PlotKind kind) {
        PlotData data = collectors.get(kind).data();
        if (data.attempts() == 0) {
            throw new FarmException(
                    ErrorCode.DATA,
                    "Nothing to plot for '" + kind.label() + "': of the " + attempts + " attempts that fit, none "
                            + kind.need());
        }
        return data;
    }

    /** The plot, ready to be written. @throws FarmException (DATA) if no attempt belongs in it */
    public Drawing draw(PlotKind kind) {
        PlotData data = data(kind);
        if (data instanceof TimeData time) {
            return TimeChart.draw(time, selection());
        }
        if (data instanceof CalibrationData calibration) {
            return CalibrationChart.draw(calibration, selection());
        }
        return RowsChart.draw(kind, (RowsData) data, selection());
    }
}
