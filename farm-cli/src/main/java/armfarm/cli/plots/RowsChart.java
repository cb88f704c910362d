package armfarm.cli.plots;

import armfarm.cli.plots.RowsData.Entry;
import armfarm.cli.plots.RowsData.Row;
import java.util.List;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** Draws rates with their intervals below each other; the picture grows with the rows, so that labels never overlap. */
final class RowsChart {
    private static final int FRAME_HEIGHT = 170;
    private static final int ROW_HEIGHT = 12;
    private static final int SERIES_HEIGHT = 16;

    /** Beside the longest interval, for the number of attempts; a share of the axis. */
    private static final double COUNT_SPACE = 0.16;

    private RowsChart() {}

    static Drawing draw(PlotKind kind, RowsData data, String selection) {
        return draw(title(kind), kind, data, selection);
    }

    /** @param kind whose axis and rows it has */
    static Drawing draw(String title, PlotKind kind, RowsData data, String selection) {
        List<String> names = data.rows().stream()
                .flatMap(row -> row.rates().stream())
                .map(Entry::series)
                .distinct()
                .sorted()
                .toList();
        NumberAxis rates = rateAxis(kind, data);
        SymbolAxis labels =
                new SymbolAxis(null, data.rows().stream().map(Row::label).toArray(String[]::new));
        labels.setInverted(true);
        labels.setGridBandsVisible(false);
        labels.setRange(-0.6, data.rows().size() - 0.4);
        XYPlot plot = new XYPlot(dataset(data, names), rates, labels, renderer(names));
        Look.apply(plot);
        plot.setRangeGridlinesVisible(false);
        annotate(plot, data, names);
        int perRow = ROW_HEIGHT + SERIES_HEIGHT * slots(kind, names);
        return new Drawing(
                Look.chart(title, subtitle(kind, data, selection), plot),
                Look.WIDTH,
                FRAME_HEIGHT + perRow * data.rows().size());
    }

    /** An object is in one set, so its row needs the space of one. */
    private static int slots(PlotKind kind, List<String> names) {
        return kind == PlotKind.OBJECT ? 1 : names.size();
    }

    private static boolean isOfFailures(PlotKind kind) {
        return kind == PlotKind.FAILURES || kind == PlotKind.FAILURES_TIME;
    }

    private static String title(PlotKind kind) {
        return switch (kind) {
            case ARM -> "Success by arm";
            case MODEL -> "Success by model";
            case OBJECT -> "How often each object was held";
            case FAILURES -> "Why grasps failed, by arm";
            case FAILURES_TIME -> "Why practice failed, over time";
            case CAUSES -> "Why grasps failed, by the likeliest cause that was predicted";
            default -> throw new IllegalArgumentException(kind + " has no rows");
        };
    }

    private static String subtitle(PlotKind kind, RowsData data, String selection) {
        String shown = selection + "; " + Look.format("#,##0").format(data.attempts())
                + (kind == PlotKind.CAUSES ? " failed" : " judged") + " attempts, bars are 95 % Wilson intervals";
        return data.leftOut() == 0
                ? shown
                : shown + "; the first " + data.rows().size() + " of "
                        + (data.rows().size() + data.leftOut()) + " rows";
    }

    private static NumberAxis rateAxis(PlotKind kind, RowsData data) {
        if (kind != PlotKind.OBJECT) {
            NumberAxis axis = Look.percentAxis(
                    kind == PlotKind.CAUSES
                            ? "Actual cause (% of failed attempts with this prediction)"
                            : (isOfFailures(kind) ? "Failures" : "Success") + " (% of judged attempts)");
            axis.setRange(0, 100 * (1 + COUNT_SPACE));
            return axis;
        }
        double most = data.rows().stream()
                .flatMap(row -> row.rates().stream())
                .mapToDouble(entry -> 100 * entry.success().high())
                .max()
                .orElse(100);
        NumberAxis axis = new NumberAxis("Held (% of judged attempts in bins with this set of objects)");
        axis.setRange(0, most * (1 + COUNT_SPACE));
        double[] steps = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20};
        double step = steps[0];
        for (int i = 1; i < steps.length && most / step > 6; i++) {
            step = steps[i];
        }
        axis.setTickUnit(new NumberTickUnit(step, Look.format("0.#")));
        return axis;
    }

    private static XYIntervalSeriesCollection dataset(RowsData data, List<String> names) {
        XYIntervalSeriesCollection dataset = new XYIntervalSeriesCollection();
        for (String name : names) {
            XYIntervalSeries series = new XYIntervalSeries(name);
            for (int row = 0; row < data.rows().size(); row++) {
                Row drawn = data.rows().get(row);
                for (Entry entry : drawn.rates()) {
                    if (entry.series().equals(name)) {
                        PlottedRate rate = entry.success();
                        double y = y(row, drawn, entry, names);
                        series.add(100 * rate.rate(), 100 * rate.low(), 100 * rate.high(), y, y, y);
                    }
                }
            }
            dataset.addSeries(series);
        }
        return dataset;
    }

    /** The series of a row stand below each other in its middle; where every row has one, on its line. */
    private static double y(int row, Row drawn, Entry entry, List<String> names) {
        int slots = drawn.rates().size();
        return row + 0.62 / Math.max(2, names.size()) * (drawn.rates().indexOf(entry) - (slots - 1) / 2.0);
    }

    private static XYErrorRenderer renderer(List<String> names) {
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawYError(false);
        renderer.setCapLength(6);
        renderer.setErrorStroke(Look.THIN);
        for (int i = 0; i < names.size(); i++) {
            renderer.setSeriesPaint(i, Look.color(i));
            renderer.setSeriesShape(i, Look.shape(i));
        }
        return renderer;
    }

    private static void annotate(XYPlot plot, RowsData data, List<String> names) {
        double space = plot.getDomainAxis().getUpperBound() * 0.01;
        for (int row = 0; row < data.rows().size(); row++) {
            Row drawn = data.rows().get(row);
            for (Entry entry : drawn.rates()) {
                PlottedRate rate = entry.success();
                XYTextAnnotation count = new XYTextAnnotation(
                        Look.format("#,##0").format(rate.successes()) + " of "
                                + Look.format("#,##0").format(rate.attempts()),
                        100 * rate.high() + space,
                        y(row, drawn, entry, names));
                count.setTextAnchor(TextAnchor.CENTER_LEFT);
                count.setFont(Look.SMALL);
                count.setPaint(Look.FAINT);
                plot.addAnnotation(count);
            }
        }
    }
}
