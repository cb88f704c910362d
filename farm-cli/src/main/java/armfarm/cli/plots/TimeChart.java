package armfarm.cli.plots;

import armfarm.cli.plots.TimeData.Curve;
import armfarm.cli.plots.TimeData.ModelStart;
import armfarm.cli.plots.TimeData.Point;
import java.awt.Color;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** Draws success over time: a line with a band for each policy, and where new models came into use. */
final class TimeChart {
    private static final int HEIGHT = 540;

    /** Labels of models closer than this share of the axis would overlap. */
    private static final double LABEL_SPACE = 0.09;

    private TimeChart() {}

    static Drawing draw(TimeData data, String selection) {
        YIntervalSeriesCollection curves = new YIntervalSeriesCollection();
        DeviationRenderer renderer = new DeviationRenderer(true, true);
        renderer.setAlpha(1);
        for (Curve curve : data.curves()) {
            int index = curves.getSeriesCount();
            curves.addSeries(series(curve));
            // the same colour for the same policy, whichever others there are
            int look = curve.policy().equals(JudgedAttempt.Policy.MODEL.label()) ? 0 : 1;
            renderer.setSeriesPaint(index, Look.color(look));
            renderer.setSeriesFillPaint(index, Look.pale(look));
            renderer.setSeriesStroke(index, Look.LINE);
            renderer.setSeriesShape(index, Look.shape(look));
        }
        NumberAxis attempts = new NumberAxis("Practice attempts, in the order of their start");
        attempts.setNumberFormatOverride(Look.format("#,##0"));
        attempts.setRange(0, Math.max(2.0, (double) data.attempts()));
        XYPlot plot = new XYPlot(curves, attempts, Look.percentAxis("Success (% of judged attempts)"), renderer);
        Look.apply(plot);
        plot.setDomainGridlinesVisible(false);
        markModels(plot, data);
        return new Drawing(
                Look.chart(
                        "Success over time",
                        selection + "; a point is " + data.windowAttempts()
                                + " attempts of one policy, a band its 95 % Wilson interval",
                        plot),
                Look.WIDTH,
                HEIGHT);
    }

    private static YIntervalSeries series(Curve curve) {
        PlottedRate all = curve.all();
        YIntervalSeries series = new YIntervalSeries(curve.policy() + ": " + Look.percent(all.rate()) + " of "
                + Look.format("#,##0").format(all.attempts()));
        for (Point point : curve.points()) {
            PlottedRate success = point.success();
            series.add(
                    (point.first() + point.last()) / 2.0,
                    100 * success.rate(),
                    100 * success.low(),
                    100 * success.high());
        }
        return series;
    }

    private static void markModels(XYPlot plot, TimeData data) {
        double space = LABEL_SPACE * data.attempts();
        double lastLabel = Double.NEGATIVE_INFINITY;
        for (ModelStart start : data.models()) {
            ValueMarker marker = new ValueMarker(start.attempt(), Look.FAINT, Look.DASHES);
            marker.setAlpha(0.7f);
            if (start.attempt() - lastLabel >= space && start.attempt() <= data.attempts() - space) {
                marker.setLabel(start.model().replaceAll("-.*", "")); // its number; the rest is of its content
                marker.setLabelBackgroundColor(new Color(255, 255, 255, 0));
                marker.setLabelFont(Look.SMALL);
                marker.setLabelPaint(Look.FAINT);
                marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
                marker.setLabelTextAnchor(TextAnchor.TOP_LEFT);
                marker.setLabelOffset(new RectangleInsets(3, 3, 3, 3));
                lastLabel = start.attempt();
            }
            plot.addDomainMarker(marker);
        }
    }
}
