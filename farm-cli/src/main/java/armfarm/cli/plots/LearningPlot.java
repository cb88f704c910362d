package armfarm.cli.plots;

import armfarm.cli.bench.LearningBenchmark.Point;
import armfarm.cli.bench.LearningBenchmark.Report;
import armfarm.cli.bench.LearningBenchmark.Seed;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** Draws how farms learned: a curve with its band for each seed. Stateless. */
public final class LearningPlot {
    private static final int HEIGHT = 540;

    private LearningPlot() {}

    /** Ready to be written. */
    public static Drawing draw(Report report) {
        YIntervalSeriesCollection curves = new YIntervalSeriesCollection();
        DeviationRenderer renderer = new DeviationRenderer(true, true);
        renderer.setAlpha(1);
        for (Seed seed : report.seeds()) {
            int index = curves.getSeriesCount();
            YIntervalSeries series = new YIntervalSeries("seed " + seed.seed());
            for (Point point : seed.curve()) {
                series.add((double) point.attempts(), 100 * point.heldout(), 100 * point.low(), 100 * point.high());
            }
            curves.addSeries(series);
            renderer.setSeriesPaint(index, Look.color(index));
            renderer.setSeriesFillPaint(index, Look.pale(index));
            renderer.setSeriesStroke(index, Look.LINE);
            renderer.setSeriesShape(index, Look.shape(index));
        }
        NumberAxis attempts = new NumberAxis("Practice attempts that the model was trained on");
        attempts.setNumberFormatOverride(Look.format("#,##0"));
        attempts.setAutoRangeIncludesZero(true);
        XYPlot plot = new XYPlot(curves, attempts, Look.percentAxis("First grasps that held an object (%)"), renderer);
        Look.apply(plot);
        return new Drawing(
                Look.chart(
                        "Learning",
                        "held-out objects, bands are 95 % Wilson intervals; random " + Look.percent(report.random())
                                + ", oracle " + Look.percent(report.oracle()),
                        plot),
                Look.WIDTH,
                HEIGHT);
    }
}
