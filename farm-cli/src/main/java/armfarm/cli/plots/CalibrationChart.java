package armfarm.cli.plots;

import armfarm.cli.plots.CalibrationData.Bin;
import java.awt.Color;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Draws prediction against success, above the number of attempts in each bin. */
final class CalibrationChart {
    private static final int WIDTH = 700;
    private static final int HEIGHT = 760;

    private CalibrationChart() {}

    static Drawing draw(CalibrationData data, String selection) {
        CombinedDomainXYPlot both = new CombinedDomainXYPlot(Look.percentAxis("Predicted probability of success (%)"));
        both.setGap(14);
        both.add(successPlot(data), 4);
        both.add(countPlot(data), 1);
        Look.apply(both.getDomainAxis());
        String title = "Calibration: expected calibration error "
                + Look.format("0.0").format(100 * data.expectedCalibrationError()) + " %";
        String subtitle = selection + "; " + Look.format("#,##0").format(data.attempts())
                + " attempts with a prediction, bars are 95 % Wilson intervals";
        return new Drawing(Look.chart(title, subtitle, both), WIDTH, HEIGHT);
    }

    private static XYPlot successPlot(CalibrationData data) {
        XYIntervalSeries observed = new XYIntervalSeries("observed, at the mean prediction of its bin");
        for (Bin bin : data.bins()) {
            double x = 100 * bin.meanPredicted();
            PlottedRate rate = bin.observed();
            observed.add(x, x, x, 100 * rate.rate(), 100 * rate.low(), 100 * rate.high());
        }
        XYIntervalSeriesCollection bins = new XYIntervalSeriesCollection();
        bins.addSeries(observed);
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawXError(false);
        renderer.setCapLength(6);
        renderer.setErrorStroke(Look.THIN);
        renderer.setSeriesPaint(0, Look.color(0));
        renderer.setSeriesShape(0, Look.shape(0));
        XYPlot plot = new XYPlot(bins, null, Look.percentAxis("Observed success (% of the bin's attempts)"), renderer);

        XYSeries diagonal = new XYSeries("perfectly calibrated");
        diagonal.add(0, 0);
        diagonal.add(100, 100);
        XYLineAndShapeRenderer line = new XYLineAndShapeRenderer(true, false);
        line.setSeriesPaint(0, Look.FAINT);
        line.setSeriesStroke(0, Look.DASHES);
        plot.setDataset(1, new XYSeriesCollection(diagonal));
        plot.setRenderer(1, line);
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.REVERSE);
        Look.apply(plot);
        return plot;
    }

    private static XYPlot countPlot(CalibrationData data) {
        XYIntervalSeries counts = new XYIntervalSeries("attempts");
        double most = 0;
        for (Bin bin : data.bins()) {
            double n = bin.observed().attempts();
            most = Math.max(most, n);
            counts.add(50 * (bin.low() + bin.high()), 100 * bin.low(), 100 * bin.high(), n, n, n);
        }
        XYIntervalSeriesCollection bars = new XYIntervalSeriesCollection();
        bars.addSeries(counts);
        XYBarRenderer renderer = new XYBarRenderer(0.08);
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        renderer.setSeriesPaint(0, Color.LIGHT_GRAY);
        renderer.setSeriesVisibleInLegend(0, false);
        NumberAxis axis = new NumberAxis("Attempts");
        axis.setRange(0, most * 1.35);
        axis.setNumberFormatOverride(Look.format("#,##0"));
        axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        XYPlot plot = new XYPlot(bars, null, axis, renderer);
        Look.apply(plot);
        for (Bin bin : data.bins()) {
            long n = bin.observed().attempts();
            XYTextAnnotation count = new XYTextAnnotation(
                    Look.format("#,##0").format(n), 50 * (bin.low() + bin.high()), n + most * 0.03);
            count.setTextAnchor(TextAnchor.BOTTOM_CENTER);
            count.setFont(Look.SMALL);
            count.setPaint(Look.FAINT);
            plot.addAnnotation(count);
        }
        return plot;
    }
}
